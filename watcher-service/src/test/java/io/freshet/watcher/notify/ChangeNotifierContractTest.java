package io.freshet.watcher.notify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.testkit.Eventually;
import io.freshet.watcher.domain.ScanReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What every notifier must do; and what only inotify can. */
class ChangeNotifierContractTest {
    private static final Duration SOON = Duration.ofSeconds(20); // the JDK polls where the kernel does not tell

    abstract static class Contract {
        @TempDir
        Path directory;

        final List<FileEvent> told = new CopyOnWriteArrayList<>();
        ChangeNotifier notifier;
        ChangeNotifier.Subscription subscription;

        abstract ChangeNotifier open() throws IOException;

        @BeforeEach
        void subscribe() throws IOException {
            notifier = open();
            subscription = notifier.subscribe(told::add);
            assertTrue(subscription.watch(directory));
        }

        @AfterEach
        void close() {
            notifier.close();
        }

        @Test
        void tells_of_a_new_file() throws Exception {
            Path file = Files.writeString(directory.resolve("a b.csv"), "x");

            eventually(notice -> isFile(notice, file));
        }

        @Test
        void tells_of_a_rewritten_file() throws Exception {
            Path file = Files.writeString(directory.resolve("a.csv"), "x");
            eventually(notice -> isFile(notice, file));
            told.clear();

            Files.writeString(file, "longer");

            eventually(notice -> isFile(notice, file));
        }

        @Test
        void tells_of_a_file_that_is_moved_in_and_out() throws Exception {
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            Path source = Files.writeString(elsewhere.resolve("a.csv"), "x");
            Path file = directory.resolve("b.csv");

            Files.move(source, file);
            eventually(notice -> isFile(notice, file));
            told.clear();
            Files.move(file, source);

            eventually(notice -> isFile(notice, file));
        }

        @Test
        void tells_of_a_deleted_file() throws Exception {
            Path file = Files.writeString(directory.resolve("a.csv"), "x");
            eventually(notice -> isFile(notice, file));
            told.clear();

            Files.delete(file);

            eventually(notice -> isFile(notice, file));
        }

        @Test
        void tells_of_new_and_vanished_directories() throws Exception {
            Path below = Files.createDirectory(directory.resolve("below"));
            eventually(new FileEvent.Directory(below)::equals);
            told.clear();

            Files.delete(below);

            eventually(new FileEvent.Directory(below)::equals);
        }

        @Test
        void tells_what_happens_below_only_where_that_is_watched_too() throws Exception {
            Path below = Files.createDirectory(directory.resolve("below"));
            assertTrue(subscription.watch(below));
            assertTrue(subscription.watch(below), "again");

            Path file = Files.writeString(below.resolve("a.csv"), "x");

            eventually(notice -> isFile(notice, file));
        }

        @Test
        void keeps_the_bytes_of_names() throws Exception {
            RelativePath name = RelativePath.ofBytes(new byte[] {'n', (byte) 0xe9, '\n', (byte) 0xff});

            Files.writeString(name.resolveIn(directory), "x");

            eventually(notice -> notice instanceof FileEvent.File(Path path, ScanReason trigger)
                    && RelativePath.between(directory, path).equals(name));
        }

        @Test
        void tells_each_subscription_of_the_same_directory() throws Exception {
            List<FileEvent> others = new CopyOnWriteArrayList<>();
            ChangeNotifier.Subscription other = notifier.subscribe(others::add);
            other.watch(directory);
            Path first = Files.writeString(directory.resolve("a.csv"), "x");
            eventually(notice -> isFile(notice, first));
            Eventually.eventually(SOON, () -> others.stream().anyMatch(notice -> isFile(notice, first)), each -> each);

            other.close();
            Path second = Files.writeString(directory.resolve("b.csv"), "x");

            eventually(notice -> isFile(notice, second));
            assertTrue(others.stream().noneMatch(notice -> isFile(notice, second)));
        }

        @Test
        void tells_when_the_watched_directory_itself_goes() throws Exception {
            Path below = Files.createDirectory(directory.resolve("below"));
            List<FileEvent> others = new CopyOnWriteArrayList<>();
            ChangeNotifier.Subscription other = notifier.subscribe(others::add);
            other.watch(below);

            Files.delete(below);

            Eventually.eventually(SOON, () -> others.contains(new FileEvent.Directory(below)), each -> each);
        }

        @Test
        void leaves_out_what_is_not_there_and_what_is_a_link() throws Exception {
            Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

            assertTrue(subscription.watch(directory.resolve("nothing")));
            assertTrue(subscription.watch(link));
            Path file = Files.writeString(directory.resolve("a.csv"), "x");

            eventually(notice -> isFile(notice, file));
            assertTrue(told.stream().noneMatch(notice -> isFile(notice, link.resolve("a.csv"))));
        }

        void eventually(Predicate<FileEvent> wanted) {
            Eventually.eventually(
                    SOON, () -> List.copyOf(told), all -> all.stream().anyMatch(wanted));
        }

        static boolean isFile(FileEvent notice, Path file) {
            return notice instanceof FileEvent.File(Path path, ScanReason trigger) && path.equals(file);
        }
    }

    @Nested
    class OfTheJdk extends Contract {
        @Override
        ChangeNotifier open() throws IOException {
            return JdkNotifier.open();
        }
    }

    @Nested
    @EnabledOnOs(OS.LINUX)
    class OfLinux extends Contract {
        @Override
        ChangeNotifier open() throws IOException {
            return InotifyNotifier.open();
        }

        @Test
        void a_file_counts_when_it_is_closed_and_not_before() throws Exception {
            Path file = directory.resolve("a.csv");
            Path later = directory.resolve("later.csv");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write('x');
                out.flush();
                Files.writeString(later, "x");
                eventually(notice -> isFile(notice, later));
                assertTrue(told.stream().noneMatch(notice -> isFile(notice, file)), told::toString);
            }

            eventually(new FileEvent.File(file, ScanReason.CLOSED)::equals);
        }

        @Test
        void a_hard_link_counts_at_once() throws Exception {
            Path file = Files.writeString(directory.resolve("a.csv"), "x");

            Path link = Files.createLink(directory.resolve("b.csv"), file);

            eventually(new FileEvent.File(link, ScanReason.CLOSED)::equals);
        }

        @Test
        void a_directory_that_is_moved_away_is_not_told_of_under_its_old_name() throws Exception {
            Path old = Files.createDirectory(directory.resolve("old"));
            subscription.watch(old);
            Path moved = directory.resolve("new");

            Files.move(old, moved);
            eventually(new FileEvent.Directory(moved)::equals);
            subscription.watch(moved);
            Path file = Files.writeString(moved.resolve("a.csv"), "x");

            eventually(notice -> isFile(notice, file));
            assertTrue(told.stream().noneMatch(notice -> isFile(notice, old.resolve("a.csv"))), told::toString);
        }
    }
}
