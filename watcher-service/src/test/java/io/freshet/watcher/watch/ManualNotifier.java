package io.freshet.watcher.watch;

import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.notify.ChangeNotifier;
import io.freshet.watcher.notify.FileEvent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells what a test says, of directories that are watched, and as often as it says. */
final class ManualNotifier implements ChangeNotifier {
    private record Listening(Consumer<FileEvent> listener, Set<Path> directories) {}

    private final List<Listening> listenings = new CopyOnWriteArrayList<>();
    private int copies = 1;

    /** How often each notice is told from now on; 0 drops them all. */
    void copies(int copies) {
        this.copies = copies;
    }

    void file(Path path, ScanReason trigger) {
        tell(path, new FileEvent.File(path, trigger));
    }

    void directory(Path path) {
        tell(path, new FileEvent.Directory(path));
    }

    void lost() {
        listenings.forEach(listening -> listening.listener.accept(new FileEvent.Lost()));
    }

    private void tell(Path path, FileEvent notice) {
        for (Listening listening : listenings) {
            for (int i = 0; i < copies && listening.directories.contains(path.getParent()); i++) {
                listening.listener.accept(notice);
            }
        }
    }

    @Override
    public Subscription subscribe(Consumer<FileEvent> listener) {
        Listening listening = new Listening(listener, new HashSet<>());
        listenings.add(listening);
        return new Subscription() {
            @Override
            public boolean watch(Path directory) {
                return listening.directories.add(directory);
            }

            @Override
            public void close() {
                listenings.remove(listening);
            }
        };
    }

    @Override
    public void close() {}
}
