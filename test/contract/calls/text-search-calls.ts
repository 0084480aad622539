import type { Calls } from './calls';

const DOCUMENT = `to_tsvector('english', 'The quick brown fox jumps over the lazy dog, and the fox is quick')`;
const TEXT = `'The most common type of search is to find all documents containing given query terms and return them in order of their similarity to the query.'`;

export const TEXT_SEARCH_CALLS: Calls = {
  'queries of words': `
    to_tsquery('english', 'The & Fat & Rats')
    to_tsquery('english', 'fat | !rat')
    to_tsquery('english', 'fat & (rat | cat)')
    to_tsquery('english', 'super:*ab')
    to_tsquery('english', 'fat rat')
    to_tsquery('english', '')
    to_tsquery('english', 'the')
    to_tsquery('english', 'fat <-> rat')
    to_tsquery('english', 'fat <2> rat')
    to_tsquery('english', '''fat rats'' & cat')
    to_tsquery('simple', 'The & Fat')
    plainto_tsquery('english', 'The Fat & Rats:C')
    phraseto_tsquery('english', 'The Fat Rats')
    phraseto_tsquery('english', 'The cat and rats')
    to_tsquery('nonsense', 'a')`,
  websearch_to_tsquery: `
    websearch_to_tsquery('english', 'The fat rats')
    websearch_to_tsquery('english', '"supernovae stars" -crab')
    websearch_to_tsquery('english', '"sad cat" or "fat rat"')
    websearch_to_tsquery('english', 'signal -"segmentation fault"')
    websearch_to_tsquery('english', '""" )( dummy \\\\ query <->')
    websearch_to_tsquery('english', 'or or cat')
    websearch_to_tsquery('english', 'cat or')
    websearch_to_tsquery('english', 'cat OR rat dog')
    websearch_to_tsquery('english', '-the cat')
    websearch_to_tsquery('english', 'orange or apple')
    websearch_to_tsquery('english', 'cat-dog')
    websearch_to_tsquery('english', '- cat')
    websearch_to_tsquery('english', '--cat')
    websearch_to_tsquery('english', '"unfinished phrase')
    websearch_to_tsquery('simple', 'The "fat rats"')
    websearch_to_tsquery('')
    websearch_to_tsquery(NULL)`,
  ts_rank: `
    ts_rank(${DOCUMENT}, to_tsquery('fox'))
    ts_rank(${DOCUMENT}, to_tsquery('fox & dog'))
    ts_rank(${DOCUMENT}, to_tsquery('fox | dog'))
    ts_rank(${DOCUMENT}, to_tsquery('fox & !cat'))
    ts_rank(${DOCUMENT}, to_tsquery('cat'))
    ts_rank(${DOCUMENT}, to_tsquery('qu:*'))
    ts_rank(${DOCUMENT}, to_tsquery('quick <-> brown'))
    ts_rank(${DOCUMENT}, to_tsquery('fox'), 1)
    ts_rank(${DOCUMENT}, to_tsquery('fox'), 2)
    ts_rank(${DOCUMENT}, to_tsquery('fox'), 8)
    ts_rank(${DOCUMENT}, to_tsquery('fox'), 16)
    ts_rank(${DOCUMENT}, to_tsquery('fox'), 32)
    ts_rank(${DOCUMENT}, to_tsquery('fox & dog'), 2 | 4)
    ts_rank('{0.1, 0.2, 0.4, 1.0}', setweight(${DOCUMENT}, 'B'), to_tsquery('fox'))
    ts_rank('{0.1, 0.2, 0.4, 1.0}', setweight(${DOCUMENT}, 'A'), to_tsquery('fox'), 32)
    ts_rank('{0.1, 0.2}', ${DOCUMENT}, to_tsquery('fox'))
    ts_rank('{0.1, 0.2, 0.4, 2.0}', ${DOCUMENT}, to_tsquery('fox'))
    ts_rank(strip(${DOCUMENT}), to_tsquery('fox & dog'))
    ts_rank('', to_tsquery('fox'))
    ts_rank(${DOCUMENT}, '')`,
  ts_rank_cd: `
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox & dog'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox | dog'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('quick <-> brown'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox & !cat'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox & dog'), 1)
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox & dog'), 4)
    ts_rank_cd(${DOCUMENT}, to_tsquery('fox & dog'), 32)
    ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', setweight(${DOCUMENT}, 'C'), to_tsquery('fox & lazy'))
    ts_rank_cd(strip(${DOCUMENT}), to_tsquery('fox'))
    ts_rank_cd(${DOCUMENT}, to_tsquery('cat'))`,
  ts_headline: `
    ts_headline('english', ${TEXT}, to_tsquery('english', 'query & similarity'))
    ts_headline('english', ${TEXT}, to_tsquery('english', 'search'))
    ts_headline(${TEXT}, to_tsquery('nothing'))
    ts_headline('english', ${TEXT}, to_tsquery('english', 'search & term'), 'StartSel=<, StopSel=>')
    ts_headline('english', ${TEXT}, to_tsquery('english', 'query'), 'MaxWords=10, MinWords=5')
    ts_headline('english', ${TEXT}, to_tsquery('english', 'query'), 'HighlightAll=true')
    ts_headline('english', 'short cats', to_tsquery('english', 'cat'))
    ts_headline('english', '', to_tsquery('english', 'cat'))`,
  'parts of documents': `
    ts_delete('fat:2,4 cat:3 rat:5A'::tsvector, 'fat')
    ts_delete('fat:2,4 cat:3 rat:5A'::tsvector, ARRAY['fat', 'rat'])
    ts_filter('fat:2,4 cat:3b,7c rat:5A'::tsvector, '{a,b}')
    setweight('fat:2,4 cat:3 rat:5B'::tsvector, 'A')
    setweight('fat:2,4 cat:3 rat:5,6B'::tsvector, 'A', '{cat,rat}')
    setweight('fat:2'::tsvector, 'X')
    strip('fat:2,4 cat:3 rat:5A'::tsvector)
    tsvector_to_array('fat:2,4 cat:3 rat:5A'::tsvector)
    array_to_tsvector('{fat,cat,rat}'::text[])
    array_to_tsvector(ARRAY['a', NULL])
    array_to_tsvector(ARRAY['a', ''])
    length('fat:2,4 cat:3 rat:5A'::tsvector)
    numnode('(fat & rat) | cat'::tsquery)
    'fat & rat'::tsquery && 'cat'::tsquery
    'fat & rat'::tsquery || 'cat'::tsquery
    !! 'cat'::tsquery
    'fat'::tsquery <-> 'rat'::tsquery
    tsquery_phrase('fat'::tsquery, 'cat'::tsquery)
    tsquery_phrase('fat'::tsquery, 'cat'::tsquery, 10)
    get_current_ts_config()
    ts_headline('english', 'a b', to_tsquery('a'), 'x=1')
    ts_headline('english', 'a b', to_tsquery('a'), 'MinWords=40')
    ts_headline('english', 'a b', to_tsquery('a'), 'MinWords=0')
    ts_headline('english', 'a b', to_tsquery('a'), 'ShortWord=-1')
    ts_headline('english', 'a b', to_tsquery('a'), 'MaxWords=x')
    ts_headline('english', 'The well-known state-of-the-art cats', to_tsquery('cat'))
    ts_headline('english', 'The well-known cats', to_tsquery('known'))
    to_tsvector('english', 'foo_bar a:b e-mail state-of-the-art')`,
  'documents of JSON': `
    to_tsvector('english', '{"a": "The Fat Rats"}'::json)
    to_tsvector('english', '{"a": "The Fat Rats", "b": ["dogs", 1], "c": {"d": "the", "e": "cat"}}'::jsonb)
    to_tsvector('{"a": "rats"}'::jsonb)
    to_tsvector('english', '"rats"'::json)
    to_tsvector('english', '[]'::jsonb)
    json_to_tsvector('english', '{"a": "The Fat Rats", "b": 123}'::json, '["string", "numeric"]')
    jsonb_to_tsvector('english', '{"a": "The Fat Rats", "b": 123, "c": true}'::jsonb, '"all"')
    jsonb_to_tsvector('{"cats": "The Fat Rats"}'::jsonb, '["key"]')
    jsonb_to_tsvector('english', '{"a": true}'::jsonb, '["boolean"]')
    jsonb_to_tsvector('english', '{"a": true}'::jsonb, '["nonsense"]')
    jsonb_to_tsvector('english', '{"a": true}'::jsonb, '{"a": 1}')
    jsonb_to_tsvector('english', '{"a": true}'::jsonb, '[1]')
    jsonb_to_tsvector('english', '{"a": true}'::jsonb, '[]')`,
};
