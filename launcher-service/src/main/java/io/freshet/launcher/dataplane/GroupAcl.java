package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The default access list of a directory (POSIX.1e, on Linux {@code acl(5)}): what anybody makes below it is its group's, too, and nobody
 * else's, whatever the maker's umask. So directories that a task makes can be emptied by a launcher that is another user.
 *
 * <p>Java has no access to these lists; the attribute's form is that of {@code linux/posix_acl_xattr.h}.
 */
final class GroupAcl {
    private static final int VERSION = 2;
    private static final short OWNER = 0x01;
    private static final short GROUP = 0x04;
    private static final short OTHERS = 0x20;
    private static final short ALL = 7;
    private static final short NONE = 0;
    private static final int NOBODY_ELSE = -1;
    private static final int BYTES = 4 + 3 * 8;

    // All of our processes are started with --enable-native-access.
    @SuppressWarnings("restricted")
    private static final MethodHandle SETXATTR = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("setxattr"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT));

    private GroupAcl() {}

    /**
     * Gives a directory of ours the list.
     *
     * @return whether it has it; many file systems know no such lists (NFS 4 among them), and on those the umask decides
     */
    static boolean inherit(Path directory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(BYTES);
            write(list.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            return (int) SETXATTR.invokeExact(
                            arena.allocateFrom(directory.toString()),
                            arena.allocateFrom("system.posix_acl_default"),
                            list,
                            (long) BYTES,
                            0)
                    == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("The access list of '%s' could not be set".formatted(directory), e);
        }
    }

    private static void write(ByteBuffer list) {
        list.putInt(VERSION);
        for (short who : new short[] {OWNER, GROUP, OTHERS}) {
            list.putShort(who).putShort(who == OTHERS ? NONE : ALL).putInt(NOBODY_ELSE);
        }
    }
}
