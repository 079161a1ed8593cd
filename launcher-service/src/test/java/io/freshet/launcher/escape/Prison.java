package io.freshet.launcher.escape;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.launcher.attempt.Rig;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A launcher and what a task must not get at: a secret, other people's files, another attempt that runs, contents of the store. */
final class Prison implements AutoCloseable {
    /** What scripts use: without one of them an escape would fail for the wrong reason, and in silence. */
    private static final String PROGRAMS =
            "cat chmod cp dd env grep head id kill ln ls mkdir mkfifo mknod mount mv readlink rm setpriv setsid sleep stat touch tr truncate unshare";

    private static final String PRELUDE = """
            export OUT=$FRESHET_OUT_MADE
            echo "trying $MARK"
            for program in %s; do command -v $program >/dev/null || echo "ESCAPED only for want of $program"; done
            """.formatted(PROGRAMS);

    static final String SECRET = "TOPSECRET";
    static final String COLLEAGUES = "COLLEAGUE";
    static final String PHI = "PHIPHIPHI";
    static final int OUTSIDERS = 50;
    private static final int TASK = 20900;
    private static final int SHARED_GROUP = 30999;
    private static final int COLLEAGUE = 20999;
    private static final int CLINICAL = 20800;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As whom tasks run. */
    enum Tasks {
        /** As another user than the launcher, which is root. */
        ANOTHER_USER,
        /** As the launcher's own user. */
        SAME_USER
    }

    final Rig rig;
    final Tasks tasks;
    final Path base;
    final Fingerprint input;
    private final LaunchAttempt other;
    private final int launcherUser;

    /**
     * @param base an empty directory that everybody may pass
     */
    Prison(Path base, Tasks tasks, boolean namespaces) throws IOException {
        this.base = base;
        this.tasks = tasks;
        this.launcherUser = (int) Files.getAttribute(base, "unix:uid");
        Path victim = Files.createDirectories(base.resolve("victim"));
        file(victim.resolve("secret"), SECRET, 0600);
        for (int i = 0; i < OUTSIDERS; i++) {
            file(Files.createDirectories(victim.resolve("outside")).resolve(Integer.toString(i)), "kept", 0644);
        }
        Path scratch = Files.createDirectories(base.resolve("scratch"));
        Files.setAttribute(scratch, "unix:mode", 01777);
        for (String program : List.of("sh", "setpriv", "unshare", "env", "kill")) {
            Path bin = Files.createDirectories(scratch.resolve("bin"));
            file(
                    bin.resolve(program),
                    "#!/bin/sh\nid >" + scratch + "/fake-$$\nexec /usr/bin/" + program + " \"$@\"\n",
                    0755);
        }
        file(scratch.resolve("rc"), "/usr/bin/id >" + scratch + "/rc-$$\n", 0755);
        if (tasks == Tasks.ANOTHER_USER) {
            colleague(base.resolve("colleague"), 0660);
            Path shared = Files.createDirectories(base.resolve("shared"));
            Files.setAttribute(shared, "unix:gid", SHARED_GROUP);
            Files.setAttribute(shared, "unix:mode", 02775);
            colleague(shared.resolve("movable"), 0600);
        }
        this.rig = new Rig(base.resolve("storage"));
        rig.namespaces = namespaces;
        this.input = new ContentStore(rig.root).putObject(PHI.getBytes(StandardCharsets.UTF_8));
        rig.start();
        this.other = Rig.order(work(
                "other",
                "echo " + PHI + " >$FRESHET_OUT_MADE/phi; exec sh -c 'sleep 3600; :' other-attempt",
                Map.of(),
                tasks == Tasks.ANOTHER_USER ? RunAsSpec.numbered(CLINICAL, CLINICAL) : null,
                null));
        rig.attempts().launch(other);
        rig.awaitFile(rig.work(other).resolve("out/made/phi"));
    }

    boolean isPromised(Escape escape) {
        return switch (escape.who()) {
            case EVERYBODY -> true;
            case NAMESPACE -> rig.namespaces || tasks == Tasks.ANOTHER_USER;
            case OTHER_USER -> tasks == Tasks.ANOTHER_USER;
        };
    }

    int launcherUser() {
        return launcherUser;
    }

    /** What the log has of an escape that was really tried. */
    static String trying(Escape escape) {
        return "trying " + mark(escape);
    }

    /** What a process of this escape is called by. */
    static String mark(Escape escape) {
        return "4000.%d%d".formatted(ProcessHandle.current().pid(), number(escape));
    }

    /** Of seven digits, and of no other escape. */
    private static int number(Escape escape) {
        return 1_000_000 + Math.floorMod(escape.name().hashCode(), 1_000_000);
    }

    /** Lets the task try, and returns when its attempt is over. */
    LaunchAttempt attempt(Escape escape) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SECRET", base.resolve("victim/secret").toString());
        variables.put("OUTSIDE", base.resolve("victim/outside").toString());
        variables.put("SCRATCH", base.resolve("scratch").toString());
        variables.put("ROOT", rig.root.root().toString());
        variables.put("OBJECT", rig.root.object(input).toString());
        variables.put("OTHER", rig.work(other).toString());
        variables.put("COLLEAGUE", base.resolve("colleague").toString());
        variables.put("MOVABLE", base.resolve("shared/movable").toString());
        variables.put("MARK", mark(escape));
        variables.put("LAUNCHER", Long.toString(ProcessHandle.current().pid()));
        escape.env()
                .forEach((name, value) -> variables.put(
                        name, value.replace("$SCRATCH", base.resolve("scratch").toString())));
        RunAsSpec task = tasks == Tasks.ANOTHER_USER ? RunAsSpec.numbered(TASK, SHARED_GROUP) : null;
        LaunchAttempt order = Rig.order(
                work("escape-" + number(escape), PRELUDE + escape.script(), variables, task, escape.timeout()));
        rig.attempts().launch(order);
        Eventually.eventually(PATIENCE, () -> rig.attempts().open(), open -> open == 1);
        return order;
    }

    private AttemptSpec work(
            String name, String script, Map<String, String> env, @Nullable RunAsSpec runAs, @Nullable Duration timeout)
            throws IOException {
        AttemptSpec plain = rig.work(name, List.of("sh", "-c", script), env, runAs, timeout);
        Fingerprint manifest = new ContentStore(rig.root)
                .putManifest(new Manifest(List.of(new Manifest.Entry(new RelativePath("phi"), PHI.length(), input))));
        return AttemptSpecBuilder.like(plain)
                .inputs(List.of(new AttemptSpec.Input(
                        "src",
                        DatasetRef.parse("prod/src"),
                        "src",
                        false,
                        List.of(new AttemptSpec.InputPartition(plain.instance().partition(), manifest)))))
                .build();
    }

    private static void file(Path file, String text, int mode) throws IOException {
        Files.writeString(file, text);
        Files.setAttribute(file, "unix:mode", mode);
    }

    private static void colleague(Path file, int mode) throws IOException {
        file(file, COLLEAGUES, mode);
        Files.setAttribute(file, "unix:uid", COLLEAGUE);
        Files.setAttribute(file, "unix:gid", SHARED_GROUP);
    }

    @Override
    public void close() throws Exception {
        rig.close();
    }
}
