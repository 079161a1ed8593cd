package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * As whom the kernel checks what the calling thread does with files ({@code setfsuid(2)}): root plays the part of two users in one
 * process, each without root's privileges.
 */
record FileUser(int user, int group) {
    private static final FileUser ROOT = new FileUser(0, 0);

    interface Work<T> {
        T get() throws IOException;
    }

    <T> T does(Work<T> work) throws IOException {
        become();
        try {
            return work.get();
        } finally {
            ROOT.become();
        }
    }

    private void become() {
        set("setfsgid", group);
        set("setfsuid", user);
    }

    @SuppressWarnings("restricted")
    private static void set(String function, int id) {
        Linker linker = Linker.nativeLinker();
        MethodHandle handle = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            var _ = (int) handle.invokeExact(id);
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }
}
