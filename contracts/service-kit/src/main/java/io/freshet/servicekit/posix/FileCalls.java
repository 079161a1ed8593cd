package io.freshet.servicekit.posix;

import static io.freshet.servicekit.posix.CLibrary.INT;
import static io.freshet.servicekit.posix.CLibrary.LONG;
import static io.freshet.servicekit.posix.CLibrary.POINTER;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls themselves, each with names as bytes and with an exception where C has an error number. Thread-safe. */
final class FileCalls {
    static final int CURRENT_DIRECTORY = -100;
    static final byte[] ITSELF = {};
    static final byte[] SAME_DIRECTORY = {'.'};

    static final int READ = 0;
    static final int READ_WRITE = 2;
    static final int CREATE = 0x40;
    static final int NON_BLOCKING = 0x800;
    static final int CLOSE_ON_EXEC = 0x8_0000;
    static final int PATH_ONLY = 0x20_0000;
    static final int DIRECTORY = isArm() ? 0x4000 : 0x1_0000;
    static final int NO_FOLLOW = isArm() ? 0x8000 : 0x2_0000;

    static final int REMOVE_DIRECTORY = 0x200;
    static final int FOLLOW_LINK = 0x400;
    static final int EMPTY_PATH = 0x1000;
    static final int LINK_NO_FOLLOW = 0x100;

    private static final int BASIC_STATUS = 0x7ff;
    private static final int MODE_ON_CREATION = 0600;

    private static final MethodHandle OPENAT =
            CLibrary.variadic("openat", 3, FunctionDescriptor.of(INT, INT, POINTER, INT, INT));
    private static final MethodHandle CLOSE = CLibrary.function("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle STATX =
            CLibrary.function("statx", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, POINTER));
    private static final MethodHandle MKDIRAT =
            CLibrary.function("mkdirat", FunctionDescriptor.of(INT, INT, POINTER, INT));
    private static final MethodHandle UNLINKAT =
            CLibrary.function("unlinkat", FunctionDescriptor.of(INT, INT, POINTER, INT));
    private static final MethodHandle RENAMEAT2 =
            CLibrary.function("renameat2", FunctionDescriptor.of(INT, INT, POINTER, INT, POINTER, INT));
    private static final MethodHandle LINKAT =
            CLibrary.function("linkat", FunctionDescriptor.of(INT, INT, POINTER, INT, POINTER, INT));
    private static final MethodHandle FCHOWNAT =
            CLibrary.function("fchownat", FunctionDescriptor.of(INT, INT, POINTER, INT, INT, INT));
    private static final MethodHandle FCHMODAT =
            CLibrary.function("fchmodat", FunctionDescriptor.of(INT, INT, POINTER, INT, INT));
    private static final MethodHandle FSYNC = CLibrary.function("fsync", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle FLOCK = CLibrary.function("flock", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle FCNTL = CLibrary.variadic("fcntl", 2, FunctionDescriptor.of(INT, INT, INT, LONG));
    private static final MethodHandle GETDENTS =
            CLibrary.function("getdents64", FunctionDescriptor.of(LONG, INT, POINTER, LONG));

    private FileCalls() {}

    /** A call whose result is negative on failure. */
    @FunctionalInterface
    private interface Call {
        long invoke(Arena arena, MemorySegment state) throws Throwable;
    }

    static int open(int directory, byte[] name, int flags, String shown) throws IOException {
        return (int) checked("opening", shown, (arena, state) ->
                (int) OPENAT.invokeExact(state, directory, CLibrary.text(arena, name), flags, MODE_ON_CREATION));
    }

    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            // The descriptor is gone whatever close says, and only what was written could be lost: fsync reports that.
            var _ = (int) CLOSE.invokeExact(CLibrary.state(arena), descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException(CLibrary.thrown(e));
        }
    }

    /** Of the file of that name, or with {@link #ITSELF} of the descriptor's own. */
    static FileStatus status(int descriptor, byte[] name, String shown) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment structure = arena.allocate(FileStatus.STRUCTURE_BYTES, 8);
            MemorySegment state = CLibrary.state(arena);
            int result = (int) STATX.invokeExact(
                    state,
                    descriptor,
                    CLibrary.text(arena, name),
                    LINK_NO_FOLLOW | EMPTY_PATH,
                    BASIC_STATUS,
                    structure);
            if (result != 0) {
                throw Errno.exception("looking at it", shown, CLibrary.errno(state));
            }
            return FileStatus.of(structure);
        } catch (Throwable e) {
            throw CLibrary.thrown(e);
        }
    }

    static void makeDirectory(int directory, byte[] name, int mode, String shown) throws IOException {
        checked("making the directory", shown, (arena, state) ->
                (int) MKDIRAT.invokeExact(state, directory, CLibrary.text(arena, name), mode));
    }

    static void unlink(int directory, byte[] name, int flags, String shown) throws IOException {
        checked("removing it", shown, (arena, state) ->
                (int) UNLINKAT.invokeExact(state, directory, CLibrary.text(arena, name), flags));
    }

    static void rename(int from, byte[] name, int to, byte[] newName, int flags, String shown) throws IOException {
        checked("renaming it", shown, (arena, state) -> (int) RENAMEAT2.invokeExact(
                state, from, CLibrary.text(arena, name), to, CLibrary.text(arena, newName), flags));
    }

    static void link(byte[] file, int to, byte[] name, String shown) throws IOException {
        checked("linking it", shown, (arena, state) -> (int) LINKAT.invokeExact(
                state, CURRENT_DIRECTORY, CLibrary.text(arena, file), to, CLibrary.text(arena, name), FOLLOW_LINK));
    }

    static void changeOwner(int descriptor, int user, int group, String shown) throws IOException {
        checked("changing its owner", shown, (arena, state) ->
                (int) FCHOWNAT.invokeExact(state, descriptor, CLibrary.text(arena, ITSELF), user, group, EMPTY_PATH));
    }

    /** Follows the path, which is one that only stands for a descriptor. */
    static void changeMode(byte[] path, int mode, String shown) throws IOException {
        checked("changing its mode", shown, (arena, state) ->
                (int) FCHMODAT.invokeExact(state, CURRENT_DIRECTORY, CLibrary.text(arena, path), mode, 0));
    }

    static void sync(int descriptor, String shown) throws IOException {
        checked("writing it to disk", shown, (_, state) -> (int) FSYNC.invokeExact(state, descriptor));
    }

    /** Whether it was done; false if another process has the lock, or a lease cannot be had. */
    static boolean lock(int descriptor, int operation, String shown) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.state(arena);
            while ((int) FLOCK.invokeExact(state, descriptor, operation) != 0) {
                if (CLibrary.errno(state) == Errno.EAGAIN) {
                    return false;
                }
                if (CLibrary.errno(state) != Errno.EINTR) {
                    throw Errno.exception("locking it", shown, CLibrary.errno(state));
                }
            }
            return true;
        } catch (Throwable e) {
            throw CLibrary.thrown(e);
        }
    }

    /** The result of {@code fcntl}, or the negative error number. */
    static int control(int descriptor, int command, long argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.state(arena);
            int result = (int) FCNTL.invokeExact(state, descriptor, command, argument);
            return result < 0 ? -CLibrary.errno(state) : result;
        } catch (Throwable e) {
            throw new IllegalStateException(CLibrary.thrown(e));
        }
    }

    /** Fills the buffer with directory entries and returns how many bytes they take; 0 at the end. */
    static int entries(int descriptor, MemorySegment buffer, String shown) throws IOException {
        return (int) checked("reading the directory", shown, (_, state) ->
                (long) GETDENTS.invokeExact(state, descriptor, buffer, buffer.byteSize()));
    }

    private static long checked(String what, String shown, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.state(arena);
            long result = call.invoke(arena, state);
            while (result < 0 && CLibrary.errno(state) == Errno.EINTR) {
                result = call.invoke(arena, state);
            }
            if (result < 0) {
                throw Errno.exception(what, shown, CLibrary.errno(state));
            }
            return result;
        } catch (Throwable e) {
            throw CLibrary.thrown(e);
        }
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
