package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.PoolInfo;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pools, and how many slots they have. */
@Command(name = "pools", description = "List the pools of a namespace, after giving some of them so many slots.")
public final class PoolsCommand implements Callable<Integer> {
    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Option(names = "--set", paramLabel = "POOL=SLOTS", description = "0 pauses a pool (may be repeated)")
    private Map<String, Integer> slots = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        try (SchedulerClient scheduler = session.schedulerClient()) {
            for (Map.Entry<String, Integer> pool : slots.entrySet()) {
                scheduler.pools().set(new PoolInfo(namespace.name(), pool.getKey(), pool.getValue()));
            }
            List<PoolInfo> pools = scheduler.pools().list(namespace.name());
            Table table = new Table("POOL", "SLOTS");
            pools.forEach(pool -> table.row(pool.pool(), pool.slots()));
            return session.answer(pools, table);
        }
    }
}
