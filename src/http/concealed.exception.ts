import { NotFoundException } from '@nestjs/common';

/** Answered as if there were nothing at the path, of no method. */
export class ConcealedException extends NotFoundException {}
