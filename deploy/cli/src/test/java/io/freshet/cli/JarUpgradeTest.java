package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Of the library whose classes are old. */
class JarUpgradeTest {
    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void copyJar() throws Exception {
        Path original = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar = Files.copy(original, directory.resolve("library.jar"));
    }

    @Test
    void leaves_no_class_that_the_archive_of_the_jvm_refuses() throws IOException {
        List<String> before = names();
        JarUpgrade upgrade = new JarUpgrade(getClass().getClassLoader());

        assertTrue(upgrade.upgrade(jar) > 0, "the library has no old classes any more: the upgrade can go");

        assertEquals(List.of(), oldClasses());
        assertEquals(before, names());
        assertEquals(0, upgrade.upgrade(jar));
    }

    @Test
    void rewritten_classes_are_verified_and_do_what_they_did() throws Exception {
        new JarUpgrade(getClass().getClassLoader()).upgrade(jar);

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> model = loader.loadClass(CommandSpec.class.getName());
            Class<?> commandLine = loader.loadClass(CommandLine.class.getName());
            Object made = commandLine
                    .getConstructor(Object.class)
                    .newInstance(model.getMethod("create").invoke(null));
            assertEquals(
                    new CommandLine(CommandSpec.create()).getUsageMessage(),
                    commandLine.getMethod("getUsageMessage").invoke(made));
        }
    }

    private List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private List<String> oldClasses() throws IOException {
        List<String> old = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(any -> any.getName().endsWith(".class")).toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                if (ClassFile.of().parse(content).majorVersion() < ClassFile.JAVA_6_VERSION) {
                    old.add(entry.getName());
                }
            }
        }
        return old;
    }
}
