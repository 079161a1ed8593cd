/**
 * The planner's stores on disk, which outlive a process that is killed; the reasons are in
 * {@code docs/adr/0015-only-what-is-committed-is-on-disk.md}.
 *
 * <pre>
 * Kafka Streams' changelog
 *   CommittedStore        learns from ChangelogProducer, through Changelogs, when a transaction ended
 *     CommittedRows       decides what is written when, and up to where the disk is said to be
 *       WriteBuffer          in memory, of each table
 *       RocksDisk         a Disk
 * </pre>
 */
@NullMarked
package io.freshet.planner.store;

import org.jspecify.annotations.NullMarked;
