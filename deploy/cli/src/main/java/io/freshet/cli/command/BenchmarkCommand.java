package io.freshet.cli.command;

import io.freshet.benchmarks.Benchmark;
import io.freshet.benchmarks.Benchmarks;
import io.freshet.benchmarks.Report;
import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures Freshet's speed on this machine. */
@Command(
        name = "benchmark",
        description =
                "Measure Freshet on this machine, on a standalone of its own. Without a name: list the benchmarks.")
public final class BenchmarkCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "which benchmark")
    private @Nullable String name;

    @Option(names = "--out", paramLabel = "FILE", description = "also write the report to a file, as JSON")
    private @Nullable Path file;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "how many instances, where the benchmark lets choose")
    private @Nullable Integer instances;

    @Override
    public Integer call() throws Exception {
        String wanted = name;
        if (wanted == null) {
            list();
            return ExitCode.OK;
        }
        Report report = benchmark(wanted).run(System.err);
        session.out().print(session.json() ? report.json() : report.text());
        session.out().flush();
        if (file != null) {
            Files.writeString(file, report.json());
        }
        return ExitCode.OK;
    }

    private Benchmark benchmark(String wanted) {
        Benchmark benchmark = Benchmarks.named(wanted)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "there is no benchmark '%s': use one of %s".formatted(wanted, names())));
        Integer number = instances;
        if (number == null) {
            return benchmark;
        }
        if (number < 1) {
            throw new CommandException(ExitCode.USAGE, "--instances must be at least 1");
        }
        return benchmark
                .withInstances(number)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "the benchmark '%s' has a fixed number of instances".formatted(wanted)));
    }

    private void list() throws Exception {
        if (session.json()) {
            session.printJson(names());
            return;
        }
        for (Benchmark benchmark : Benchmarks.all()) {
            session.out().printf("%-14s %s%n", benchmark.name(), benchmark.workload());
        }
        session.out().flush();
    }

    private static List<String> names() {
        return Benchmarks.all().stream().map(Benchmark::name).toList();
    }
}
