package io.freshet.language.bundle;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.FeaturesWithoutEffect;
import io.freshet.language.ParseResult;
import io.freshet.language.UnrelatedTimes;
import io.freshet.language.UnsupportedFeatures;
import io.freshet.language.WorkflowParser;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.yaml.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The rule of {@link DeployableBundle#of}. */
final class BundleCheck {
    /** The character that follows the slash, so that a range of texts is a directory. */
    private static final char AFTER_SLASH = '/' + 1;

    private final Bundle bundle;
    private final NavigableSet<String> texts = new TreeSet<>();
    private final List<SpecError> errors = new ArrayList<>();

    BundleCheck(Bundle bundle) {
        this.bundle = bundle;
        bundle.files().keySet().forEach(file -> texts.add(file.text()));
    }

    DeployableBundle check() throws IOException {
        BundleFile file =
                bundle.file(new RelativePath(Bundle.WORKFLOW_FILE)).orElseGet(() -> BundleFile.of(new byte[0]));
        return switch (WorkflowText.of(file)) {
            case WorkflowText.Unreadable(SpecError error) -> new DeployableBundle.Invalid(List.of(error), null);
            case WorkflowText.Text(String text) -> check(text);
        };
    }

    private DeployableBundle check(String text) throws IOException {
        return switch (WorkflowParser.parse(Bundle.WORKFLOW_FILE, text)) {
            case ParseResult.Invalid(List<SpecError> wrong) -> new DeployableBundle.Invalid(wrong, null);
            case ParseResult.Parsed parsed -> check(parsed);
        };
    }

    private DeployableBundle check(ParseResult.Parsed workflow) throws IOException {
        Map<String, Manifest> code = new LinkedHashMap<>();
        for (TaskSpec task : workflow.spec().tasks().values()) {
            code.put(task.name(), bundle.manifest(codeFiles(task, workflow.source())));
        }
        CalendarFiles calendars = new CalendarFiles(bundle, workflow);
        calendars.read();
        errors.addAll(calendars.errors());
        errors.addAll(UnsupportedFeatures.of(workflow));
        List<SpecError> warnings = new ArrayList<>(FeaturesWithoutEffect.of(workflow));
        warnings.addAll(commands(workflow));
        warnings.addAll(UnrelatedTimes.of(workflow));
        return errors.isEmpty()
                ? new DeployableBundle.Valid(bundle, calendars.workflow(), code, calendars.days(), warnings)
                : new DeployableBundle.Invalid(errors, workflow);
    }

    private List<SpecError> commands(ParseResult.Parsed workflow) {
        CommandCheck commands = new CommandCheck(texts, workflow.source());
        for (TaskSpec task : workflow.spec().tasks().values()) {
            String path = "spec.tasks.%s.".formatted(task.name());
            commands.check(task.run().command(), path + "run.command");
            FailureSpec onFailure = task.onFailure();
            if (onFailure != null && onFailure.fallback() != null) {
                commands.check(onFailure.fallback(), path + "onFailure.fallback");
            }
        }
        errors.addAll(commands.errors());
        return commands.warnings();
    }

    private NavigableSet<RelativePath> codeFiles(TaskSpec task, SourceMap source) {
        NavigableSet<RelativePath> files = new TreeSet<>();
        for (int i = 0; i < task.run().code().size(); i++) {
            String entry = task.run().code().get(i);
            Collection<String> found = find(entry);
            if (found.isEmpty()) {
                report(source, "spec.tasks.%s.run.code[%d]".formatted(task.name(), i), entry);
            }
            found.stream().map(RelativePath::new).forEach(files::add);
        }
        addNamed(task.run().command(), files);
        FailureSpec onFailure = task.onFailure();
        if (onFailure != null && onFailure.fallback() != null) {
            addNamed(onFailure.fallback(), files);
        }
        return files;
    }

    /** A file, else all files of a directory, else all that fit a glob. */
    private Collection<String> find(String entry) {
        if (texts.contains(entry)) {
            return List.of(entry);
        }
        Collection<String> below = texts.subSet(entry + "/", entry + AFTER_SLASH);
        if (!below.isEmpty() || entry.chars().noneMatch(c -> c == '*' || c == '?')) {
            return below;
        }
        Layout glob = Layout.parse(entry);
        return texts.stream().filter(file -> glob.match(file).isPresent()).toList();
    }

    private void addNamed(List<String> command, NavigableSet<RelativePath> files) {
        command.stream()
                .map(word -> word.startsWith("./") ? word.substring(2) : word)
                .filter(texts::contains)
                .map(RelativePath::new)
                .forEach(files::add);
    }

    private void report(SourceMap source, String path, String entry) {
        Position position = source.position(path);
        errors.add(new SpecError(
                source.file(),
                position.line(),
                position.column(),
                path,
                SpecErrorCode.MISSING_FILE,
                "'%s' is not in the bundle".formatted(entry),
                "add the file next to %s, or take it out of code".formatted(Bundle.WORKFLOW_FILE)));
    }
}
