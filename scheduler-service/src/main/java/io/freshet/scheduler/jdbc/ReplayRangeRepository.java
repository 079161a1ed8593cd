package io.freshet.scheduler.jdbc;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** The tables {@code replay_ranges} and {@code replay_subjects}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReplayRangeRepository extends GenericRepository<ReplayRangeRow, String> {
    @Query("""
            INSERT INTO replay_ranges (replay, topic_part, first_offset, next_offset, end_offset)
            VALUES (:replay, :topicPart, :firstOffset, :nextOffset, :endOffset)
            """)
    void insert(ReplayRangeRow row);

    List<ReplayRangeRow> findByReplayOrderByTopicPart(String replay);

    /** The first range of which something is left to read. */
    @Query("""
            SELECT * FROM replay_ranges WHERE replay = :replay AND next_offset < end_offset
            ORDER BY topic_part LIMIT 1
            """)
    Optional<ReplayRangeRow> next(String replay);

    @Query("UPDATE replay_ranges SET next_offset = :next WHERE replay = :replay AND topic_part = :topicPart")
    void advance(String replay, int topicPart, long next);

    @Query("INSERT INTO replay_subjects (replay, subject) VALUES (:replay, :subject) ON CONFLICT DO NOTHING")
    void addSubject(String replay, String subject);

    @Query("SELECT subject FROM replay_subjects WHERE replay = :replay ORDER BY subject")
    List<String> subjects(String replay);
}
