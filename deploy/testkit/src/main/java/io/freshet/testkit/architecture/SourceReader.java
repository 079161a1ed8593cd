package io.freshet.testkit.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.freshet.testkit.architecture.SourceFile.Method;
import io.freshet.testkit.architecture.SourceFile.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads sources with the compiler's parser, for what compiled classes no longer know: lines, and where a constant was written. */
final class SourceReader {
    private SourceReader() {}

    /** All main sources below a directory, in the order of their paths. */
    static List<SourceFile> mainSources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return parsed(
                    root,
                    files.filter(path -> isMainSource(root.relativize(path).toString()))
                            .sorted()
                            .toList());
        }
    }

    private static boolean isMainSource(String path) {
        return path.contains("src/main/java/") && path.endsWith(".java");
    }

    private static List<SourceFile> parsed(Path root, List<Path> paths) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<SourceFile> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(source(root, unit, positions));
            }
            return sources;
        }
    }

    private static SourceFile source(Path root, CompilationUnitTree unit, SourcePositions positions)
            throws IOException {
        Path path = Path.of(unit.getSourceFile().toUri());
        Scanner scanner = new Scanner(unit, positions);
        scanner.scan(unit, null);
        return new SourceFile(
                root.toAbsolutePath().normalize().relativize(path).toString().replace('\\', '/'),
                String.valueOf(unit.getPackageName()),
                Files.readAllLines(path).size(),
                scanner.methods,
                scanner.texts,
                scanner.looseCodes);
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> methods = new ArrayList<>();
        private final List<Text> texts = new ArrayList<>();
        private final List<Text> looseCodes = new ArrayList<>();

        Scanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long first = line(positions.getStartPosition(unit, method));
            long last = line(positions.getEndPosition(unit, method));
            methods.add(new Method(
                    method.getName().toString(),
                    Math.toIntExact(last - first + 1),
                    method.getParameters().size()));
            return super.visitMethod(method, null);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String text) {
                texts.add(new Text(line(positions.getStartPosition(unit, literal)), text));
            }
            return super.visitLiteral(literal, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            List<? extends ExpressionTree> arguments = call.getArguments();
            if (arguments.size() == 2
                    && arguments.getFirst() instanceof LiteralTree key
                    && "errorCode".equals(key.getValue())
                    && arguments.getLast() instanceof LiteralTree code) {
                looseCodes.add(new Text(line(positions.getStartPosition(unit, code)), String.valueOf(code.getValue())));
            }
            return super.visitMethodInvocation(call, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
