package io.freshet.servicekit.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Many files that are to become durable together, with few waits for the device: first all contents, then all names. After a power failure
 * before {@link #commit} has returned, some of the names may be there, each with its whole content. Not thread-safe.
 */
public final class DurableBatch {
    private final Disk disk;
    private final List<Naming> namings = new ArrayList<>();
    private final Set<Path> contents = new LinkedHashSet<>();
    private final Set<Path> asides = new LinkedHashSet<>();
    private final Set<Path> directories = new LinkedHashSet<>();

    /** A name to be given in one step. */
    @FunctionalInterface
    private interface Naming {
        void give(Disk disk) throws IOException;
    }

    public DurableBatch(DurableFiles files) {
        this.disk = files.disk();
    }

    /** A file that was written aside is to be renamed; the target's directory is there. */
    public void rename(Path aside, Path target) {
        contents.add(aside);
        asides.add(aside);
        namings.add(on -> on.rename(aside, target));
        keep(target);
    }

    /** A file that was written aside is to have its content on the device, and gets its name from somebody else afterwards. */
    public void content(Path aside) {
        contents.add(aside);
        asides.add(aside);
    }

    /** A file is to get one more name, unless that is taken; the target's directory is there. */
    public void link(Path existing, Path target) {
        contents.add(existing);
        namings.add(on -> {
            try {
                on.link(existing, target);
            } catch (FileAlreadyExistsException e) {
                // Somebody else has stored the same content in this moment.
            }
        });
        keep(target);
    }

    /** A file that is there already is to stay, though whoever made it may not have synced its name yet. */
    public void keep(Path target) {
        directories.add(DurableFiles.parent(target));
    }

    /**
     * Does all of it; afterwards the batch is empty, also if that failed.
     *
     * @throws IOException if some of it may not be there, or not be durable; what was written aside is removed
     */
    public void commit() throws IOException {
        try {
            disk.sync(contents);
            for (Naming naming : namings) {
                naming.give(disk);
            }
            disk.sync(directories);
        } catch (IOException e) {
            removeAsides(e);
            throw e;
        } finally {
            contents.clear();
            asides.clear();
            namings.clear();
            directories.clear();
        }
    }

    private void removeAsides(IOException cause) {
        for (Path aside : asides) {
            try {
                disk.delete(aside);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
