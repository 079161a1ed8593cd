package io.freshet.launcher.escape;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.escape.Prison.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets tasks try every escape that is promised not to succeed here, one after the other. */
final class EscapeRun {
    private EscapeRun() {}

    /**
     * What came of it.
     *
     * @param tried how many
     * @param escaped each that succeeded, with what it did
     */
    record Result(int tried, List<String> escaped) {}

    static Result all(Path base, Tasks tasks, boolean namespaces, List<Escape> escapes) throws Exception {
        int tried = 0;
        List<String> escaped = new ArrayList<>();
        try (Prison prison = new Prison(base, tasks, namespaces)) {
            Damage damage = new Damage(prison);
            for (Escape escape : escapes) {
                if (prison.isPromised(escape)) {
                    tried++;
                    LaunchAttempt order = prison.attempt(escape);
                    String log = prison.rig.reports.log(order.attempt());
                    damage.after(escape, order, log).forEach(what -> escaped.add(escape + ": " + what));
                }
            }
        }
        return new Result(tried, escaped);
    }

    /** In a process of its own, so that it can be another user's: {@code BASE NAMESPACES}. */
    public static void main(String[] arguments) throws Exception {
        Path base = Path.of(arguments[0]);
        Result result = all(base, Tasks.SAME_USER, Boolean.parseBoolean(arguments[1]), Escapes.all());
        List<String> lines = new ArrayList<>(List.of(Integer.toString(result.tried())));
        lines.addAll(result.escaped());
        Files.write(base.resolve("result"), lines);
    }
}
