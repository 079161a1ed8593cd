package io.freshet.watcher.notify;

import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.scan.PathBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications by inotify, one instance for all subscriptions, read by one thread. */
final class InotifyNotifier implements ChangeNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(InotifyNotifier.class);
    private static final int MASK = Inotify.IN_CLOSE_WRITE
            | Inotify.IN_CREATE
            | Inotify.IN_MOVED_TO
            | Inotify.IN_MOVED_FROM
            | Inotify.IN_DELETE
            | Inotify.IN_ATTRIB
            | Inotify.IN_DELETE_SELF
            | Inotify.IN_MOVE_SELF
            | Inotify.IN_ONLYDIR
            | Inotify.IN_DONT_FOLLOW
            | Inotify.IN_EXCL_UNLINK;
    private static final int VANISHED = Inotify.IN_DELETE | Inotify.IN_MOVED_FROM;
    private static final int SELF = Inotify.IN_DELETE_SELF | Inotify.IN_MOVE_SELF | Inotify.IN_UNMOUNT;

    private final Inotify inotify;
    private final Thread thread;
    private final AtomicBoolean limitReported = new AtomicBoolean();
    /** By watch descriptor; guarded by itself, so that no event is read between adding a watch and noting it here. */
    private final Map<Integer, Map<Listening, Path>> watches = new HashMap<>();

    private volatile boolean closing;

    private InotifyNotifier(Inotify inotify) {
        this.inotify = inotify;
        this.thread = Thread.ofPlatform().name("freshet-inotify").daemon().unstarted(this::run);
    }

    /**
     * @throws IOException if the system allows no further inotify instance
     */
    static InotifyNotifier open() throws IOException {
        InotifyNotifier notifier = new InotifyNotifier(Inotify.open());
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
            closing = true;
            inotify.wakeUp();
            thread.join();
            inotify.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                inotify.read(this::dispatch);
            } catch (IOException e) {
                LOG.atError().setCause(e).log("Notifications of the kernel have ended; scans go on");
                return;
            }
        }
    }

    private void dispatch(int watch, int mask, byte[] name) {
        if ((mask & Inotify.IN_Q_OVERFLOW) != 0) {
            LOG.atWarn().log("The kernel dropped notifications (fs.inotify.max_queued_events); scanning instead");
            everybody().forEach(listening -> listening.listener.accept(new FileEvent.Lost()));
            return;
        }
        Map<Listening, Path> interested;
        synchronized (watches) {
            Map<Listening, Path> found = watches.get(watch);
            if (found == null) {
                return;
            }
            interested = Map.copyOf(found);
            if ((mask & Inotify.IN_IGNORED) != 0) {
                watches.remove(watch);
                interested.forEach((listening, directory) -> listening.descriptors.remove(directory, watch));
                return;
            }
        }
        interested.forEach((listening, directory) -> deliver(listening, directory, mask, name));
    }

    private void deliver(Listening listening, Path directory, int mask, byte[] name) {
        if (name.length == 0) {
            if ((mask & SELF) != 0) {
                listening.listener.accept(new FileEvent.Directory(directory));
            }
            return;
        }
        Path path = PathBytes.resolve(directory, name);
        if ((mask & Inotify.IN_ISDIR) != 0) {
            if ((mask & VANISHED) != 0) {
                forgetBelow(listening, path);
            }
            listening.listener.accept(new FileEvent.Directory(path));
        } else if ((mask & Inotify.IN_CREATE) != 0) {
            // What was opened to be written will be closed, and counts then; a hard link is complete at once.
            if (isLinkedTwice(path)) {
                listening.listener.accept(new FileEvent.File(path, ScanReason.CLOSED));
            }
        } else {
            ScanReason trigger = (mask & Inotify.IN_ATTRIB) != 0 ? ScanReason.TOUCHED : ScanReason.CLOSED;
            listening.listener.accept(new FileEvent.File(path, trigger));
        }
    }

    private static boolean isLinkedTwice(Path path) {
        try {
            return (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
        } catch (IOException e) {
            return false; // gone again, which is reported next
        }
    }

    /** A directory that was moved away keeps its watches, under a name that is no longer true. */
    private void forgetBelow(Listening listening, Path directory) {
        synchronized (watches) {
            listening.descriptors.below(directory).forEach(watch -> drop(watch, listening));
        }
    }

    private void drop(int watch, Listening listening) {
        Map<Listening, Path> interested = watches.get(watch);
        Path directory = interested == null ? null : interested.remove(listening);
        if (interested == null || directory == null) {
            return;
        }
        listening.descriptors.remove(directory, watch);
        if (interested.isEmpty()) {
            watches.remove(watch);
            try {
                inotify.remove(watch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private List<Listening> everybody() {
        synchronized (watches) {
            return watches.values().stream()
                    .flatMap(interested -> interested.keySet().stream())
                    .distinct()
                    .toList();
        }
    }

    private void reportLimit(Path directory) {
        if (limitReported.compareAndSet(false, true)) {
            LOG.atWarn()
                    .addKeyValue("directory", directory)
                    .log("No more directories can be watched, the rest is only scanned: raise the limit with"
                            + " 'sysctl fs.inotify.max_user_watches=1048576' and restart");
        }
    }

    private final class Listening implements Subscription {
        private final Consumer<FileEvent> listener;
        /** Watch descriptors; guarded by {@link #watches}. */
        private final DirectoryTree descriptors = new DirectoryTree(Arrays::compareUnsigned);

        Listening(Consumer<FileEvent> listener) {
            this.listener = listener;
        }

        @Override
        public boolean watch(Path directory) {
            synchronized (watches) {
                try {
                    int watch = inotify.add(PathBytes.of(directory), MASK);
                    Path before = watches.computeIfAbsent(watch, key -> new HashMap<>())
                            .put(this, directory);
                    if (before != null) {
                        descriptors.remove(before, watch);
                    }
                    descriptors.put(directory, watch);
                    return true;
                } catch (Inotify.InotifyException e) {
                    return refused(directory, e);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            synchronized (watches) {
                descriptors.all().forEach(watch -> drop(watch, this));
            }
        }

        private boolean refused(Path directory, Inotify.InotifyException reason) {
            return switch (reason.errno()) {
                case Inotify.ENOENT, Inotify.ENOTDIR, Inotify.ELOOP, Inotify.EACCES -> true;
                case Inotify.ENOSPC -> {
                    reportLimit(directory);
                    yield false;
                }
                default -> throw new UncheckedIOException(reason);
            };
        }
    }
}
