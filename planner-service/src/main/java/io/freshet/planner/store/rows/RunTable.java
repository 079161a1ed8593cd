package io.freshet.planner.store.rows;

import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Run.Progress;
import io.freshet.planner.domain.table.Table;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run in two rows: what it is, which stays, and how far it has come, which every instance that settles changes: that row is small.
 */
final class RunTable implements Table<Run> {
    private final Table<Run> begun;
    private final Table<Progress> progress;

    /**
     * @param begun runs that have not come far
     * @param progress of each run, under the same key
     */
    RunTable(Table<Run> begun, Table<Progress> progress) {
        this.begun = begun;
        this.progress = progress;
    }

    @Override
    public @Nullable Run get(String key) {
        Run run = begun.get(key);
        return run == null ? null : whole(key, run);
    }

    private Run whole(String key, Run run) {
        Progress made = progress.get(key);
        return made == null ? run : run.with(made);
    }

    @Override
    public void put(String key, Run run) {
        Run same = run.with(Progress.NONE);
        if (!same.equals(begun.get(key))) {
            begun.put(key, same);
        }
        progress.put(key, run.progress());
    }

    @Override
    public void delete(String key) {
        begun.delete(key);
        progress.delete(key);
    }

    @Override
    public List<String> keys(String prefix, String from, int most) {
        return begun.keys(prefix, from, most);
    }

    @Override
    public void scan(String prefix, String from, BiPredicate<String, Run> visitor) {
        begun.scan(prefix, from, (key, run) -> visitor.test(key, whole(key, run)));
    }
}
