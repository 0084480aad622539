import * as z from 'zod';

/** The query of an endpoint that takes no parameters: any that is sent is unknown. */
export const noParameters = z.strictObject({});
