-- One statement: which documents govern, four arms of candidates, exact features for all of them, fused score.
-- Row-level security adds the audience; every arm is bounded by pool.
-- `+ 0` keeps the planner from fetching whole documents by their index, so that it walks the vector index in order.
WITH query AS (
    SELECT replace(plainto_tsquery('english', %(words)s)::text, '&', '|')::tsquery AS words
),
governing AS MATERIALIZED (
    SELECT d.* FROM policies.documents d
    WHERE d.collection = %(collection)s
      AND (%(product)s::text IS NULL OR cardinality(d.products) = 0 OR %(product)s = ANY (d.products))
      AND d.effective_from <= CASE d.governed_by WHEN 'agreement' THEN %(agreed)s::date ELSE %(as_of)s::date END
      AND (d.effective_to IS NULL
           OR d.effective_to >= CASE d.governed_by WHEN 'agreement' THEN %(agreed)s::date ELSE %(as_of)s::date END)
),
editions AS MATERIALIZED (SELECT document, states FROM governing WHERE states <> '{all}'),
allowed AS MATERIALIZED (
    SELECT g.*, EXISTS (SELECT FROM editions e WHERE e.document = g.document) AS states_differ
    FROM governing g
    WHERE CASE WHEN g.states = '{all}'
          THEN NOT EXISTS (SELECT FROM editions e WHERE e.document = g.document AND %(state)s = ANY (e.states))
          ELSE %(state)s = ANY (g.states) END
),
by_raw AS (
    SELECT p.id FROM policies.passages p
    WHERE p.collection = %(collection)s AND p.document_id + 0 = ANY (ARRAY(SELECT id FROM allowed))
      AND (p.language = 'en' OR p.language = %(language)s)
    ORDER BY p.embedding <=> %(raw)s::vector LIMIT %(pool)s
),
by_expanded AS (
    SELECT p.id FROM policies.passages p
    WHERE p.collection = %(collection)s AND p.document_id + 0 = ANY (ARRAY(SELECT id FROM allowed))
      AND (p.language = 'en' OR p.language = %(language)s)
    ORDER BY p.embedding <=> %(expanded)s::vector LIMIT %(pool)s
),
by_other_language AS (
    SELECT p.id FROM policies.passages p
    WHERE %(multilingual)s::vector IS NOT NULL AND p.collection = %(collection)s
      AND p.multilingual IS NOT NULL AND p.document_id + 0 = ANY (ARRAY(SELECT id FROM allowed))
    ORDER BY p.multilingual <=> %(multilingual)s::vector LIMIT %(pool)s
),
cue_documents AS (
    SELECT document_id FROM (
        SELECT c.document_id FROM policies.cues c
        WHERE c.collection = %(collection)s AND c.document_id + 0 = ANY (ARRAY(SELECT id FROM allowed))
        ORDER BY c.embedding <=> %(expanded)s::vector LIMIT %(pool)s
    ) nearest
    UNION
    SELECT document_id FROM (
        SELECT c.document_id FROM policies.cues c
        WHERE c.collection = %(collection)s AND c.document_id + 0 = ANY (ARRAY(SELECT id FROM allowed))
        ORDER BY c.embedding <=> %(raw)s::vector LIMIT %(pool)s
    ) nearest
),
by_cue AS (
    SELECT nearest.id FROM cue_documents c CROSS JOIN LATERAL (
        SELECT p.id FROM policies.passages p
        WHERE p.collection = %(collection)s AND p.document_id = c.document_id
          AND (p.language = 'en' OR p.language = %(language)s)
        ORDER BY (p.embedding <=> %(raw)s::vector) + 0 LIMIT 3
    ) nearest
),
by_words AS (
    SELECT p.id FROM policies.passages p JOIN allowed ON allowed.id = p.document_id, query
    WHERE p.collection = %(collection)s AND p.words @@ query.words AND (p.language = 'en' OR p.language = %(language)s)
    ORDER BY ts_rank(p.words, query.words, 1) DESC LIMIT %(pool)s
),
candidates AS (
    SELECT id FROM by_raw UNION SELECT id FROM by_expanded UNION SELECT id FROM by_other_language
    UNION SELECT id FROM by_cue UNION SELECT id FROM by_words
),
features AS (
    SELECT p.id, a.document, a.version, p.anchor AS section, p.title, a.title AS document_title, p.text,
           a.effective_from, a.effective_to, a.states, a.products, a.states_differ,
           a.governed_by, p.language, a.cite,
           1 - (p.embedding <=> %(raw)s::vector) AS raw_cosine,
           1 - (p.embedding <=> %(expanded)s::vector) AS wide_cosine,
           coalesce(1 - (p.multilingual <=> %(multilingual)s::vector), 0) AS other_cosine,
           coalesce(cue.raw, 0) AS cue_raw, coalesce(cue.wide, 0) AS cue_wide,
           ts_rank(p.words, query.words, 1 | 32) AS text_rank, ln(1 + a.words / 500.0) AS words_log
    FROM candidates JOIN policies.passages p ON p.id = candidates.id AND p.collection = %(collection)s
    JOIN allowed a ON a.id = p.document_id
    LEFT JOIN LATERAL (
        SELECT max(1 - (c.embedding <=> %(raw)s::vector)) AS raw, max(1 - (c.embedding <=> %(expanded)s::vector)) AS wide
        FROM policies.cues c
        WHERE c.collection = %(collection)s AND c.document_id = p.document_id AND (c.anchor IS NULL OR c.anchor = p.anchor)
    ) cue ON true, query
),
scored AS (
    SELECT f.*, %(w_raw)s * raw_cosine + %(w_wide)s * wide_cosine + %(w_cue_raw)s * cue_raw + %(w_cue_wide)s * cue_wide
                + %(w_text)s * text_rank + %(w_other)s * other_cosine - %(w_length)s * words_log
                + CASE WHEN language <> 'en' AND language = %(language)s THEN %(w_language)s ELSE 0 END AS score
    FROM features f
),
ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY document ORDER BY score DESC, id) AS place FROM scored s
)
SELECT id, document, version, section, title, document_title, text, effective_from, effective_to, states, products,
       ARRAY(SELECT DISTINCT unnest(e.states) AS state FROM editions e WHERE e.document = ranked.document ORDER BY state)
           AS states_with_editions,
       states_differ, governed_by, language, cite, score, raw_cosine, wide_cosine, other_cosine, cue_raw, cue_wide, text_rank, words_log
FROM ranked WHERE place <= %(per_document)s ORDER BY score DESC, id LIMIT %(k)s
