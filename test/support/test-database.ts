export { createTestDatabase, type TestDatabase } from '../../src/database/testing';
