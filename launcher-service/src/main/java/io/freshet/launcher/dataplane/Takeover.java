package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.text.ShortText;
import io.freshet.servicekit.posix.FileStatus;
import io.freshet.servicekit.posix.OpenDirectory;
import io.freshet.servicekit.posix.OpenFile;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes what an attempt wrote away from whoever wrote it, before it is looked at: all of {@code out/} is moved to where only we may enter,
 * and each directory and file is opened without following links, becomes ours, and only then is read. A file that cannot become ours, has
 * other names, or is still open for writing somewhere is copied, so that nobody who kept a way to it can change what was hashed. Doing it
 * again after a crash goes on where it ended.
 */
final class Takeover {
    private static final int SHOWN_CHARACTERS = 200;

    /** How a file looks that was made ours: readable by us alone. The sticky bit means nothing on files, and no task can set it on ours. */
    private static final int TAKEN = 01400;

    private static final int OURS_ALONE = 0700;

    private static final Path OUTPUTS = Path.of("out");

    private final Path taken;
    private final ObjectStore objects;
    private final OutputLimits limits;
    private final int ourselves;

    Takeover(StorageRoot root, ObjectStore objects, OutputLimits limits) throws IOException {
        this.taken = root.internal().resolve("taken");
        this.objects = objects;
        this.limits = limits;
        try (OpenDirectory ours = OpenDirectory.open(taken)) {
            this.ourselves = ours.status().user();
        }
    }

    /** Moves all outputs of an attempt to where only we may enter, unless that is done. */
    void seize(String attempt, AttemptView view) throws IOException, RejectedOutputException {
        Path target = taken.resolve(attempt);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (OpenDirectory from = OpenDirectory.open(view.directory());
                OpenDirectory to = OpenDirectory.open(taken)) {
            if (!isDirectory(from, OUTPUTS)) {
                throw new RejectedOutputException(
                        "the directory of all outputs was removed or replaced; write into the directories of the outputs, and leave what they are in");
            }
            from.renameNew(OUTPUTS, to, Path.of(attempt));
        }
    }

    /** Removes what was taken and is not needed any more. */
    void discard(String attempt) throws IOException {
        FileTrees.delete(taken.resolve(attempt));
    }

    /**
     * The files of one output, all of them ours.
     *
     * @param writer the user of the task; null: whoever owns the files
     * @throws RejectedOutputException if there is something that cannot be taken; the message names it
     */
    List<OutputFile> take(String attempt, String output, Owner writer) throws IOException, RejectedOutputException {
        Path root = taken.resolve(attempt);
        try (OpenDirectory all = OpenDirectory.open(root);
                OpenDirectory directory = ofOutput(all, output)) {
            List<OutputFile> files = new ArrayList<>();
            new Walk(output, writer, root.resolve(output), files).directory(directory, Path.of(""), 0);
            return files;
        }
    }

    /** The directory of an output, which the task may have taken away: that is its own fault, and no other attempt would do better. */
    private OpenDirectory ofOutput(OpenDirectory all, String output) throws IOException, RejectedOutputException {
        Path name = Path.of(output);
        if (!isDirectory(all, name)) {
            throw new RejectedOutputException(
                    "output %s: its directory was removed or replaced; write into it, or leave it empty if there is nothing to write"
                            .formatted(output));
        }
        return ours(all, name, output, name);
    }

    private static boolean isDirectory(OpenDirectory parent, Path name) throws IOException {
        return parent.status(name)
                .filter(status -> status.kind() == FileStatus.Kind.DIRECTORY)
                .isPresent();
    }

    /** Opens a directory and makes it ours where we can; where not, its group's rights decide whether we may read it. */
    private OpenDirectory ours(OpenDirectory parent, Path name, String output, Path shown)
            throws IOException, RejectedOutputException {
        try {
            OpenDirectory directory = FileTrees.accessible(parent, name);
            FileStatus status = directory.status();
            if (status.user() != ourselves && canTake(directory)) {
                directory.changeMode(OURS_ALONE);
            } else if (status.user() == ourselves && (status.mode() & 0777) != OURS_ALONE) {
                directory.changeMode(OURS_ALONE);
            }
            return directory;
        } catch (AccessDeniedException e) {
            throw unreadable(output, shown);
        }
    }

    private boolean canTake(OpenDirectory directory) throws IOException {
        try {
            directory.changeOwner(ourselves, -1);
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    private static RejectedOutputException unreadable(String output, Path path) {
        return new RejectedOutputException(
                "output %s: the launcher may not read '%s'; let the task's group read what it writes (umask 027, for example)"
                        .formatted(output, path));
    }

    /** One output. */
    private final class Walk {
        private final String output;
        private final Owner writer;
        private final Path root;
        private final List<OutputFile> files;
        private int entries;

        Walk(String output, Owner writer, Path root, List<OutputFile> files) {
            this.output = output;
            this.writer = writer;
            this.root = root;
            this.files = files;
        }

        void directory(OpenDirectory directory, Path below, int depth) throws IOException, RejectedOutputException {
            if (depth > limits.depth()) {
                throw refused(below, "lies more than %d directories deep".formatted(limits.depth()));
            }
            List<Path> names = directory.names(limits.files());
            entries += names.size();
            if (entries > limits.files()) {
                throw new RejectedOutputException(
                        "output %s: it has more than %d files and directories; write fewer and larger files"
                                .formatted(output, limits.files()));
            }
            for (Path name : names) {
                entry(directory, name, below.resolve(name), depth);
            }
        }

        private void entry(OpenDirectory directory, Path name, Path path, int depth)
                throws IOException, RejectedOutputException {
            FileStatus status = directory.status(name).orElseThrow(() -> changed(path));
            switch (status.kind()) {
                case DIRECTORY -> {
                    try (OpenDirectory child = ours(directory, name, output, path)) {
                        directory(child, path, depth + 1);
                    }
                }
                case REGULAR -> {
                    try (OpenFile file = directory.find(name)) {
                        files.add(file(file, path));
                    }
                }
                case SYMBOLIC_LINK, FIFO, SOCKET, DEVICE ->
                    throw refused(
                            path,
                            "is a link or a special file (%s); write plain files"
                                    .formatted(status.kind()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' ')));
            }
        }

        private OutputFile file(OpenFile file, Path path) throws IOException, RejectedOutputException {
            RelativePath name = RelativePath.between(root, root.resolve(path));
            if (name.bytes().length > limits.pathBytes()) {
                throw refused(path, "has a path of more than %d bytes".formatted(limits.pathBytes()));
            }
            FileStatus status = file.status();
            if (status.bytes() - status.allocatedBytes() > limits.holeBytes()) {
                throw refused(
                        path,
                        "is %d bytes long, of which only %d are on disk: a file with so large holes is not taken"
                                .formatted(status.bytes(), status.allocatedBytes()));
            }
            try {
                return status.user() == ourselves ? own(file, status, name) : others(file, status, name);
            } catch (AccessDeniedException e) {
                throw unreadable(output, path);
            }
        }

        /** A file of ours: of a task that runs as we do, or one that was taken before a crash. */
        private OutputFile own(OpenFile file, FileStatus status, RelativePath name)
                throws IOException, RejectedOutputException {
            boolean taskIsAnother = writer.user() != null && writer.user() != ourselves;
            if (status.links() > 1) {
                ObjectStore.Content content = objects.hash(file);
                if (objects.isObject(file, content.hash())) {
                    return linked(name, content);
                }
                if (taskIsAnother) {
                    throw foreign(name);
                }
                return copied(file, name);
            }
            if (taskIsAnother && status.mode() != TAKEN) {
                throw foreign(name);
            }
            return taken(file, name);
        }

        private OutputFile others(OpenFile file, FileStatus status, RelativePath name)
                throws IOException, RejectedOutputException {
            if (writer.user() != null && writer.user() != status.user()) {
                throw foreign(name);
            }
            if (status.links() > 1) {
                return copied(file, name);
            }
            try {
                file.changeOwner(ourselves, -1);
            } catch (AccessDeniedException e) {
                // Only root may take what is another's.
                return copied(file, name);
            }
            if (file.status().links() > 1) {
                file.changeOwner(status.user(), -1);
                throw changed(Path.of(name.text()));
            }
            return taken(file, name);
        }

        private OutputFile taken(OpenFile file, RelativePath name) throws IOException, RejectedOutputException {
            file.changeMode(TAKEN);
            // Where the file system cannot say, the end of the attempt's processes has to be enough.
            if (file.isOpenForWriting().orElse(false)) {
                return copied(file, name);
            }
            FileStatus before = file.status();
            ObjectStore.Content content = objects.hash(file);
            FileStatus after = file.status();
            if (!before.equals(after) || after.links() > 1 || content.bytes() != after.bytes()) {
                throw changed(Path.of(name.text()));
            }
            return linked(name, content);
        }

        private OutputFile linked(RelativePath name, ObjectStore.Content content) {
            return new OutputFile(name, name.resolveIn(root), false, content.hash(), content.bytes());
        }

        private OutputFile copied(OpenFile file, RelativePath name) throws IOException {
            Path copy = objects.staged();
            ObjectStore.Content content = objects.copyAside(file, copy);
            return new OutputFile(name, copy, true, content.hash(), content.bytes());
        }

        private RejectedOutputException foreign(RelativePath name) {
            return new RejectedOutputException(
                    "output %s: '%s' belongs to another user than the task's, and so is not the task's to give; write a copy of it"
                            .formatted(output, name));
        }

        private RejectedOutputException refused(Path path, String why) {
            String text = RelativePath.between(root, root.resolve(path)).text();
            return new RejectedOutputException(
                    "output %s: '%s' %s".formatted(output, ShortText.of(text, SHOWN_CHARACTERS), why));
        }

        private RejectedOutputException changed(Path path) {
            return new RejectedOutputException(
                    "output %s: '%s' was changed while it was taken over: something still writes to it"
                            .formatted(output, path));
        }
    }
}
