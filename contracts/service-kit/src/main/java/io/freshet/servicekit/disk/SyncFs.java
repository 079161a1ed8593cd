package io.freshet.servicekit.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Linux's syncfs(2): all of a file system at once. */
// All of our processes are started with --enable-native-access.
@SuppressWarnings("restricted")
final class SyncFs {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Optional<MethodHandle> OPEN =
            function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> SYNCFS =
            function("syncfs", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final int READ_CLOSE_ON_EXEC = 0x80000;

    static final boolean IS_AVAILABLE = OPEN.isPresent() && SYNCFS.isPresent() && CLOSE.isPresent();

    private SyncFs() {}

    private static Optional<MethodHandle> function(String name, FunctionDescriptor type) {
        return LINKER.defaultLookup().find(name).map(address -> LINKER.downcallHandle(address, type));
    }

    /** Syncs every file system on which one of them is. */
    static void sync(Collection<Path> paths) throws IOException {
        Set<FileStore> done = new HashSet<>();
        for (Path path : paths) {
            if (done.add(Files.getFileStore(path))) {
                sync(path);
            }
        }
    }

    private static void sync(Path path) throws IOException {
        int descriptor = open(path);
        int result;
        try {
            result = call(SYNCFS.orElseThrow(), descriptor);
        } finally {
            var _ = call(CLOSE.orElseThrow(), descriptor);
        }
        if (result != 0) {
            throw new IOException("the file system of '%s' could not be synced (syncfs)".formatted(path));
        }
    }

    private static int open(Path path) throws IOException {
        // A name with other bytes than the JVM's locale can say has a parent that is one of ours.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            int descriptor = (int) OPEN.orElseThrow().invokeExact(name, READ_CLOSE_ON_EXEC);
            if (descriptor < 0) {
                throw new IOException("'%s' could not be opened to be synced".formatted(path));
            }
            return descriptor;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("open", e);
        }
    }

    private static int call(MethodHandle function, int descriptor) {
        try {
            return (int) function.invokeExact(descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the C library", e);
        }
    }
}
