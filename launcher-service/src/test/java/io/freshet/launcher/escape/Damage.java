package io.freshet.launcher.escape;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.launcher.escape.Prison.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an attempt has done that it should not have been able to do; looked for after each, whatever it tried. */
final class Damage {
    private final Prison prison;
    private final Set<Path> scratch;

    Damage(Prison prison) throws IOException {
        this.prison = prison;
        this.scratch = Set.copyOf(files(prison.base.resolve("scratch")));
    }

    List<String> after(Escape escape, LaunchAttempt order, String log) throws IOException {
        List<String> damage = new ArrayList<>();
        log.lines().filter(line -> line.contains("ESCAPED")).forEach(damage::add);
        for (String secret : List.of(Prison.SECRET, Prison.COLLEAGUES)) {
            if (log.contains(secret)) {
                damage.add("it read " + secret);
            }
        }
        if (log.lines().filter(line -> line.contains("evil.so")).count() > 1) {
            damage.add("more than the task's own program was started with its variables: " + log);
        }
        AttemptFinished finish = prison.rig.finish(order);
        // Only what is refused by name never begins.
        if (!log.contains(Prison.trying(escape)) && (escape.says() == null || finish.startedAt() != null)) {
            damage.add("it was not tried: " + finish.outcome());
        }
        processes(escape, damage);
        outside(damage);
        objects(damage);
        rightsOfTheLauncher(damage);
        leftovers(order, damage);
        outcome(escape, finish, damage);
        return damage;
    }

    private static void outcome(Escape escape, AttemptFinished finish, List<String> damage) {
        String text = escape.says();
        if (text != null
                && !(finish.outcome() instanceof Outcome.Failed failed
                        && failed.message().contains(text))) {
            damage.add("it did not fail with '%s', but: %s".formatted(text, finish.outcome()));
        }
    }

    private static void processes(Escape escape, List<String> damage) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) all::iterator) {
                String command = read(process.resolve("cmdline"));
                if (command.contains(Prison.mark(escape))
                        && !read(process.resolve("stat")).contains(") Z ")) {
                    damage.add("process %s lives: %s".formatted(process.getFileName(), command.replace('\0', ' ')));
                }
            }
        }
    }

    private void outside(List<String> damage) throws IOException {
        Path victim = prison.base.resolve("victim");
        requireIntact(victim.resolve("secret"), Prison.SECRET, 0600, damage);
        for (int i = 0; i < Prison.OUTSIDERS; i++) {
            requireIntact(victim.resolve("outside/" + i), "kept", 0644, damage);
        }
        if (prison.tasks == Tasks.ANOTHER_USER) {
            requireIntact(prison.base.resolve("colleague"), Prison.COLLEAGUES, 0660, damage);
        }
    }

    private static void requireIntact(Path file, String content, int mode, List<String> damage) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            damage.add(file + " is gone");
        } else if (!Files.readString(file).equals(content)
                || ((int) Files.getAttribute(file, "unix:mode") & 07777) != mode) {
            damage.add("%s is now '%s' with mode %o"
                    .formatted(file, Files.readString(file), (int) Files.getAttribute(file, "unix:mode") & 07777));
        }
    }

    private void objects(List<String> damage) throws IOException {
        for (Path object : files(prison.rig.root.internal().resolve("objects"))) {
            String name = object.getParent().getFileName() + "" + object.getFileName();
            if (!Files.isRegularFile(object, LinkOption.NOFOLLOW_LINKS)) {
                damage.add("object is no file: " + object);
                continue;
            }
            if (!Sha256.of(object).hex().equals(name)) {
                damage.add("object has another content: " + object);
            }
            if (((int) Files.getAttribute(object, "unix:mode") & 07777) != 0444
                    || !Files.getAttribute(object, "unix:uid").equals(prison.launcherUser())) {
                damage.add("object can be changed or gives rights: " + object);
            }
            String content = Files.size(object) < 100 ? Files.readString(object, StandardCharsets.ISO_8859_1) : "";
            if (content.contains(Prison.SECRET) || content.contains(Prison.COLLEAGUES)) {
                damage.add("somebody else's file became an output: " + object);
            }
        }
    }

    private void rightsOfTheLauncher(List<String> damage) throws IOException {
        if (prison.tasks == Tasks.ANOTHER_USER) {
            for (Path file : files(prison.base.resolve("scratch"))) {
                if (!scratch.contains(file)
                        && Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                                .equals(prison.launcherUser())) {
                    damage.add("the launcher's user made " + file);
                }
            }
        }
    }

    private void leftovers(LaunchAttempt order, List<String> damage) throws IOException {
        Path internal = prison.rig.root.internal();
        if (Files.exists(prison.rig.work(order), LinkOption.NOFOLLOW_LINKS)) {
            damage.add("its directory is still there");
        }
        for (String name : List.of("taken", "discarded")) {
            try (Stream<Path> left = Files.list(internal.resolve(name))) {
                left.forEach(path -> damage.add("it was not removed: " + path));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // No process, or one that has just ended.
            return "";
        }
    }
}
