/** The status of every domain error, by its code. Only this table knows both. */
export const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  malformed_input: 400,
  invalid_cursor: 400,
  two_credentials: 400,
  unauthenticated: 401,
  invalid_token: 401,
  token_in_url: 401,
  step_up_required: 401,
  insufficient_scope: 403,
  session_required: 403,
  user_not_found: 404,
  quarantine_entry_not_found: 404,
  user_email_taken: 409,
  user_handle_taken: 409,
  still_refused: 409,
  depends_on_quarantined: 409,
  precondition_failed: 412,
  invalid_input: 422,
  confirmation_mismatch: 422,
  precondition_required: 428,
  confirmation_required: 428,
  database_unavailable: 503,
  primary_unavailable: 503,
  outcome_unknown: 503,
  database_busy: 503,
  database_full: 503,
};

/** The code of an error that Nest or Fastify raises, by its status. */
export const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'malformed_request',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'body_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
  500: 'internal_error',
  503: 'unavailable',
};

/** What such an error says; the framework's own texts may quote the input. */
export const DETAIL_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read. Check its URL and its JSON.',
  403: 'This is not to be had here.',
  404: 'There is nothing here.',
  405: 'This resource does not know the method. See the Allow header.',
  408: 'The request took too long to arrive.',
  413: 'The body is too large.',
  414: 'The URL is too long.',
  415: 'Send the body as application/json, and not compressed.',
  431: 'The headers are too large.',
  500: 'Something went wrong on our side. Quote the request id when you report it.',
  503: 'The service cannot answer at the moment. Try again later.',
};
