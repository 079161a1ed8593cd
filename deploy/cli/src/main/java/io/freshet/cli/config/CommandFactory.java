package io.freshet.cli.config;

import io.freshet.cli.session.Session;
import java.time.InstantSource;
import picocli.CommandLine;

/** Creates commands and their options; the one place where the command line reads the environment. Thread-safe. */
public final class CommandFactory implements CommandLine.IFactory {
    private final CommandLine.IFactory others = CommandLine.defaultFactory();

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return type.equals(Session.class)
                ? type.cast(new Session(System.getenv(), InstantSource.system()))
                : others.create(type);
    }
}
