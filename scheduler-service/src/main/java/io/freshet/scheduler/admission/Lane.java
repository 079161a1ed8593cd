package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ConcurrencyLimit;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.WorkflowRef;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What waits of one run in one pool at one priority and under the same limits of its task and workflow; never empty while it is in a
 * {@link FairQueue}. Lanes take turns, see there.
 */
final class Lane {
    /**
     * A limit of a workflow, wherever its attempts are.
     *
     * @param workflow whose attempts count
     * @param limit which of them, and how many there may be
     */
    record Limit(WorkflowRef workflow, ConcurrencyLimit limit) {
        Counted counted() {
            return new Counted(workflow, limit.task(), limit.key());
        }
    }

    /** Whose attempts a limit counts; those of two versions of a workflow count together. */
    record Counted(
            WorkflowRef workflow,
            @Nullable String task,
            @Nullable String key) {}

    /**
     * What an attempt must satisfy besides its pool, its run and its namespace.
     *
     * @param limits all of them must have room; none for the many that have no limit, which are one group
     */
    record Group(List<Limit> limits) {
        private static final Group UNLIMITED = new Group(List.of());

        static Group of(TaskReady ready) {
            if (ready.limits().isEmpty()) {
                return UNLIMITED;
            }
            WorkflowRef workflow = ready.instance().workflowRef();
            return new Group(ready.limits().stream()
                    .map(limit -> new Limit(workflow, limit))
                    .toList());
        }

        /** What of it holds whatever the key. */
        Group withoutKeys() {
            return limits.stream().allMatch(each -> each.limit().key() == null)
                    ? this
                    : new Group(limits.stream()
                            .filter(each -> each.limit().key() == null)
                            .toList());
        }

        private String text() {
            return limits.stream()
                    .map(each -> {
                        ConcurrencyLimit limit = each.limit();
                        String task = limit.task() == null ? "" : "/" + limit.task();
                        String key = limit.key() == null ? "" : "?" + limit.key();
                        return each.workflow().workflow() + task + key + "=" + limit.max();
                    })
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * A run, whose running attempts count.
     *
     * @param maxActive how many of them there may be, unless somebody has set another limit since; null: any number
     */
    record RunGroup(String namespace, String run, @Nullable Integer maxActive) {}

    /** What distinguishes lanes. */
    record Key(PoolKey pool, int priority, Group group, RunGroup runGroup) {
        static Key of(TaskReady ready) {
            PoolKey pool = PoolKey.of(ready);
            return new Key(
                    pool,
                    ready.priority(),
                    Group.of(ready),
                    new RunGroup(pool.namespace(), ready.run(), ready.runMaxActive()));
        }

        String run() {
            return runGroup.run();
        }

        /** The key of the lane's row. */
        String text() {
            Integer ofRun = runGroup.maxActive();
            return "%s %d %s %s%s".formatted(pool, priority, run(), group.text(), ofRun == null ? "" : " " + ofRun);
        }
    }

    private final Key key;
    private final NavigableSet<Ticket> tickets = new TreeSet<>(Ticket.ORDER);
    private long turn;

    Lane(Key key, long turn) {
        this.key = key;
        this.turn = turn;
    }

    Key key() {
        return key;
    }

    long turn() {
        return turn;
    }

    void turn(long next) {
        turn = next;
    }

    NavigableSet<Ticket> tickets() {
        return tickets;
    }
}
