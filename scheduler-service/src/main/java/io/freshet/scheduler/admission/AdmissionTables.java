package io.freshet.scheduler.admission;

/**
 * Everything that admission keeps.
 *
 * @param queued by attempt, those that wait for a slot or for their time
 * @param launched by attempt, those that hold slots
 * @param turns by lane, when it is served next; only for lanes in which somebody waits
 * @param pools by {@code namespace/pool}, the slots that somebody defined
 */
public record AdmissionTables(
        Table<Queued> queued, Table<Launched> launched, Table<Long> turns, Table<Integer> pools) {}
