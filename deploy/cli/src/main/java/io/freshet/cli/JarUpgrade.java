package io.freshet.cli;

import java.io.IOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of a jar that are in the format of Java 5, as picocli's are, in that of Java 8. The JVM keeps no class of the old
 * format in its archive, so that each command would read and verify more than two hundred of them anew. What the classes do stays the
 * same; stack maps are added, which the newer format requires. Run by the build before {@link Training}, once for each jar; a jar without
 * such classes stays as it is, and so does one with a class that could not be verified afterwards.
 */
final class JarUpgrade {
    private static final int FIRST_ARCHIVABLE = ClassFile.JAVA_6_VERSION;
    private static final String CLASS_SUFFIX = ".class";

    private final ClassFile classFile;

    /**
     * @param loader finds the classes that those of the jar refer to
     */
    JarUpgrade(ClassLoader loader) {
        this.classFile = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(loader)));
    }

    public static void main(String[] jars) throws IOException {
        JarUpgrade upgrade = new JarUpgrade(JarUpgrade.class.getClassLoader());
        for (String jar : jars) {
            upgrade.upgrade(Path.of(jar));
        }
    }

    /**
     * Replaces the jar in one step.
     *
     * @return how many of its classes were rewritten
     * @throws IllegalStateException if a rewritten class is not valid; the jar is then as it was
     */
    int upgrade(Path jar) throws IOException {
        Path upgraded = jar.resolveSibling(jar.getFileName() + ".new");
        int rewritten = 0;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(upgraded))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                boolean isOld = entry.getName().endsWith(CLASS_SUFFIX) && isOld(content);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(isOld ? rewritten(content) : content);
                out.closeEntry();
                rewritten += isOld ? 1 : 0;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(upgraded);
            throw e;
        }
        Files.move(upgraded, jar, StandardCopyOption.ATOMIC_MOVE);
        return rewritten;
    }

    private boolean isOld(byte[] content) {
        return classFile.parse(content).majorVersion() < FIRST_ARCHIVABLE;
    }

    private byte[] rewritten(byte[] content) {
        ClassModel old = classFile.parse(content);
        byte[] rewritten = classFile.build(old.thisClass().asSymbol(), builder -> {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            for (ClassElement element : old) {
                switch (element) {
                    case ClassFileVersion _ -> {}
                    // Code that is passed on as it is gets no stack maps.
                    case MethodModel method ->
                        builder.transformMethod(method, MethodTransform.transformingCode(copying()));
                    default -> builder.with(element);
                }
            }
        });
        List<VerifyError> problems = classFile.verify(rewritten);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("class %s cannot be rewritten: %s"
                    .formatted(
                            old.thisClass().asInternalName(),
                            problems.getFirst().getMessage()));
        }
        return rewritten;
    }

    private static CodeTransform copying() {
        return CodeTransform.ofStateful(() -> (code, element) -> code.with(element));
    }
}
