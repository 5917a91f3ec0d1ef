package io.goalstated.simulation;

import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.event.Level;

/** Many histories, one seed after the other. */
final class Campaign {
    /** Thousands of histories have nothing to tell that is worth a line each. */
    private static final LogSettings SILENT =
            new LogSettings(Level.ERROR, Optional.empty(), Long.MAX_VALUE, 1, Long.MAX_VALUE, false, false, false);

    private final Tally tally = new Tally();
    private final Map<String, List<Long>> broken = new TreeMap<>();
    private long events;
    private double seconds;

    /**
     * Plays the seeds from the first on.
     *
     * @param threads how many histories at a time; each is played by one thread from its beginning to its end
     */
    static Campaign run(long firstSeed, long count, int threads) throws InterruptedException {
        Campaign campaign = new Campaign();
        Logging.ofThisProcess().use(SILENT);
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong(firstSeed);
        ExecutorService players = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            players.execute(() -> {
                for (long seed = next.getAndIncrement(); seed < firstSeed + count; seed = next.getAndIncrement()) {
                    campaign.take(seed, Simulation.run(Author.script(seed), false));
                }
            });
        }
        players.shutdown();
        boolean ended = players.awaitTermination(1, TimeUnit.DAYS);
        campaign.seconds = (System.nanoTime() - start) / 1e9;
        Logging.ofThisProcess().use(LogSettings.QUIET);
        if (!ended) {
            throw new IllegalStateException("a day has passed");
        }
        return campaign;
    }

    private synchronized void take(long seed, Simulation.Result result) {
        tally.add(result.tally());
        events += result.events();
        result.violation().ifPresent(violation -> {
            // A long campaign has not to be over before somebody can begin to think.
            System.err.println("seed " + seed + " breaks: " + violation.rule());
            broken.computeIfAbsent(violation.rule(), rule -> new ArrayList<>()).add(seed);
        });
    }

    boolean isClean() {
        return broken.isEmpty();
    }

    Tally tally() {
        return tally;
    }

    /** How much has happened, and how fast. */
    String statistics() {
        return tally
                + String.format("%,12d  events%n", events)
                + String.format(
                        "%,12.1f  seconds, %.0f histories a second%n", seconds, tally.of("histories") / seconds);
    }

    /** What was broken, and for each rule the smallest history found that breaks it. */
    String violations() {
        StringBuilder text = new StringBuilder();
        broken.forEach((rule, seeds) -> text.append(seeds.size())
                .append(" times not: ")
                .append(rule)
                .append(", by seeds ")
                .append(seeds.subList(0, Math.min(5, seeds.size())))
                .append('\n')
                .append(story(Author.script(seeds.get(0)), rule))
                .append('\n'));
        return text.toString();
    }

    static String story(Script script, String rule) {
        Script small = Shrinker.shrink(script, rule);
        Simulation.Result again = Simulation.run(small, true);
        String how = again.violation().map(Violation::getMessage).orElse("(this time it went well)");
        return small + "\n" + String.join("\n", again.lines()) + "\n" + how + "\n";
    }

    /** {@code Campaign FIRST COUNT [THREADS]}, for a quick look. */
    public static void main(String[] arguments) throws InterruptedException {
        Campaign campaign = run(
                Long.parseLong(arguments[0]),
                Long.parseLong(arguments[1]),
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1);
        System.out.println(campaign.statistics());
        System.out.println(Boolean.getBoolean("brief") ? campaign.broken : campaign.violations());
    }
}
