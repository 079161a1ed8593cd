package io.freshet.watcher.notify;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Reports changes in directories, as soon as the kernel does. Thread-safe. */
public interface ChangeNotifier extends AutoCloseable {
    /**
     * Begins to report.
     *
     * @param listener is called on the notifier's thread and must return at once
     */
    Subscription subscribe(Consumer<FileEvent> listener);

    @Override
    void close();

    /** One listener's directories. Closing it ends the reports. */
    interface Subscription extends AutoCloseable {
        /**
         * Reports from now on what happens in the directory, not below its subdirectories. What happened before is not reported: look at
         * the directory after this. Watching again changes nothing; a directory that is not there, or is a link, is left out.
         *
         * @return false if the system's limit does not allow it
         */
        boolean watch(Path directory);

        @Override
        void close();
    }

    /** Reports nothing, so that only scans see changes. */
    static ChangeNotifier silent() {
        return new ChangeNotifier() {
            @Override
            public Subscription subscribe(Consumer<FileEvent> listener) {
                return new Subscription() {
                    @Override
                    public boolean watch(Path directory) {
                        return false;
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void close() {}
        };
    }
}
