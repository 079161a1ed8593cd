package io.freshet.watcher.notify;

import io.freshet.watcher.domain.ScanReason;
import java.nio.file.Path;

/** What a notifier reports. It may report too much or the same twice, never a wrong name; whatever it does not report, a scan finds. */
public sealed interface FileEvent {
    /** Something happened to a file, which may no longer be there. */
    record File(Path path, ScanReason trigger) implements FileEvent {}

    /** A directory appeared, vanished, or can be entered in another way: everything below must be looked at. */
    record Directory(Path path) implements FileEvent {}

    /** Notices were lost, or the ground itself moved: everything must be looked at. */
    record Lost() implements FileEvent {}
}
