package io.freshet.planner.domain.state;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked at at a later time, of all workflows. A timer cannot be taken back: whoever set it looks, when it is due, whether
 * there is still anything to do. Not thread-safe.
 */
public final class Timers {
    /** A timer, and what it was set for. */
    public record Timer(Instant due, WorkflowRef workflow, InstanceId instance) {
        public Timer at(Instant later) {
            return new Timer(later, workflow, instance);
        }

        private String key() {
            return Keys.of(Keys.number(due.toEpochMilli()), workflow, instance.key());
        }

        private static Timer parse(String key) {
            int due = key.indexOf(Keys.SEPARATOR);
            int workflow = key.indexOf(Keys.SEPARATOR, due + 1);
            return new Timer(
                    Instant.ofEpochMilli(Long.parseLong(key.substring(0, due), 16)),
                    WorkflowRef.parse(key.substring(due + 1, workflow)),
                    InstanceId.parse(key.substring(workflow + 1)));
        }
    }

    private final Table<String> rows;
    private @Nullable Instant next;
    private boolean nextKnown;

    public Timers(Table<String> rows) {
        this.rows = rows;
    }

    public void set(Timer timer) {
        rows.put(timer.key(), "");
        if (nextKnown && (next == null || timer.due().isBefore(next))) {
            next = timer.due();
        }
    }

    /** When the first timer is due; null if there is none. */
    @Nullable
    public Instant next() {
        if (!nextKnown) {
            next = null;
            rows.scan("", (key, _) -> {
                next = Timer.parse(key).due();
                return false;
            });
            nextKnown = true;
        }
        return next;
    }

    /** Rows are not what they were when they were last looked at. */
    public void forget() {
        nextKnown = false;
    }

    /** Takes away what is due, the earliest first. */
    public List<Timer> take(Instant now, int limit) {
        List<Timer> due = new ArrayList<>();
        rows.scan("", (key, _) -> {
            Timer timer = Timer.parse(key);
            boolean isDue = !timer.due().isAfter(now) && due.size() < limit;
            if (isDue) {
                due.add(timer);
            }
            return isDue;
        });
        due.forEach(timer -> rows.delete(timer.key()));
        nextKnown = false;
        return due;
    }
}
