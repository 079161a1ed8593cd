package io.freshet.scheduler.admission;

import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.id.TaskRef;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What waits of one run in one pool at one priority and under one limit of its task; never empty while it is in a {@link FairQueue}. Lanes take
 * turns, see there.
 */
final class Lane {
    /**
     * What an attempt must satisfy besides its pool.
     *
     * @param task whose running attempts count; null where the task has no limit of its own, and all such tasks are one group
     * @param maxActive how many of them there may be
     */
    record Group(@Nullable TaskRef task, int maxActive) {
        private static final Group UNLIMITED = new Group(null, Integer.MAX_VALUE);

        static Group of(TaskReady ready) {
            Integer limit = ready.maxActive();
            return limit == null ? UNLIMITED : new Group(ready.instance().taskRef(), limit);
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
            TaskRef task = group.task();
            String limit =
                    task == null ? "" : task.workflowRef().workflow() + "/" + task.task() + "/" + group.maxActive();
            Integer ofRun = runGroup.maxActive();
            return "%s %d %s %s%s".formatted(pool, priority, run(), limit, ofRun == null ? "" : " " + ofRun);
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
