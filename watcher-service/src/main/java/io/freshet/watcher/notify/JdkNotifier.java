package io.freshet.watcher.notify;

import io.freshet.watcher.domain.ScanReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications by the JDK, for systems without inotify. It does not know when a file was closed, so files count when they have
 * been still for a moment.
 */
final class JdkNotifier implements ChangeNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(JdkNotifier.class);

    private final WatchService service;
    private final Thread thread;
    /** Guarded by itself, so that no event is read between registering a directory and noting it here. */
    private final Map<WatchKey, Map<Listening, Path>> keys = new HashMap<>();

    private JdkNotifier(WatchService service) {
        this.service = service;
        this.thread = Thread.ofPlatform().name("freshet-notifier").daemon().unstarted(this::run);
    }

    static JdkNotifier open() throws IOException {
        JdkNotifier notifier = new JdkNotifier(FileSystems.getDefault().newWatchService());
        notifier.thread.start();
        return notifier;
    }

    @Override
    public Subscription subscribe(Consumer<FileEvent> listener) {
        return new Listening(listener);
    }

    @Override
    public void close() {
        try {
            service.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                dispatch(service.take());
            }
        } catch (ClosedWatchServiceException e) {
            LOG.atDebug().log("Closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(WatchKey key) {
        Map<Listening, Path> interested;
        synchronized (keys) {
            Map<Listening, Path> found = keys.get(key);
            interested = found == null ? Map.of() : Map.copyOf(found);
        }
        List<WatchEvent<?>> events = key.pollEvents();
        interested.forEach((listening, directory) -> events.forEach(event -> deliver(listening, directory, event)));
        if (!key.reset()) {
            synchronized (keys) {
                keys.remove(key);
            }
            interested.forEach((listening, directory) -> listening.listener.accept(new FileEvent.Directory(directory)));
        }
    }

    private static void deliver(Listening listening, Path directory, WatchEvent<?> event) {
        if (!(event.context() instanceof Path name)) {
            listening.listener.accept(new FileEvent.Lost());
            return;
        }
        Path path = directory.resolve(name);
        boolean vanished = event.kind().equals(StandardWatchEventKinds.ENTRY_DELETE);
        if (vanished || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            listening.listener.accept(new FileEvent.Directory(path)); // what has vanished may have been one
        }
        if (vanished) {
            listening.listener.accept(new FileEvent.File(path, ScanReason.CLOSED));
        } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            listening.listener.accept(new FileEvent.File(path, ScanReason.TOUCHED));
        }
    }

    private final class Listening implements Subscription {
        private final Consumer<FileEvent> listener;

        Listening(Consumer<FileEvent> listener) {
            this.listener = listener;
        }

        @Override
        public boolean watch(Path directory) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            synchronized (keys) {
                try {
                    WatchKey key = directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
                    keys.computeIfAbsent(key, any -> new HashMap<>()).put(this, directory);
                    return true;
                } catch (NoSuchFileException | NotDirectoryException e) {
                    return true;
                } catch (IOException e) {
                    LOG.atWarn()
                            .addKeyValue("directory", directory)
                            .addKeyValue("reason", e.getMessage())
                            .log("A directory cannot be watched and is only scanned");
                    return false;
                }
            }
        }

        @Override
        public void close() {
            synchronized (keys) {
                keys.values().forEach(interested -> interested.remove(this));
                List<WatchKey> idle = keys.entrySet().stream()
                        .filter(entry -> entry.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
                idle.forEach(key -> {
                    keys.remove(key);
                    key.cancel();
                });
            }
        }
    }
}
