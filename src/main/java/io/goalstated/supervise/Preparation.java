package io.goalstated.supervise;

import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageRequest;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.ObservedVersion;
import io.goalstated.plan.Planner;
import io.goalstated.plan.Step;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Gathers, for one handler and one goal state, what a plan needs: the disk, the manifest, and the package where one is
 * to be installed. The manifest is asked for once, a package is fetched once; the disk is read for every plan.
 */
final class Preparation {
    private final Workshop workshop;
    private final Assignment assignment;
    private final HandlerName name;
    private final HandlerPicture picture;
    private final BooleanSupplier wanted;
    private final Set<VersionNumber> acquired = new HashSet<>();
    private Optional<Future<ManifestFact>> manifest = Optional.empty();

    /** @param wanted whether the assignment is still the handler's */
    Preparation(
            Workshop workshop,
            Assignment assignment,
            HandlerName name,
            HandlerPicture picture,
            BooleanSupplier wanted) {
        this.workshop = workshop;
        this.assignment = assignment;
        this.name = name;
        this.picture = picture;
        this.wanted = wanted;
    }

    /** The disk as it is now. */
    Future<ObservedHandler> look() {
        return workshop.equipment()
                .offload()
                .run(() -> seen(workshop.store().observe(name)))
                .onSuccess(picture::saw);
    }

    /** A plan for the item that can be carried out at once: its package is there, or the plan says why not. */
    Future<ItemPlan> plan(Item item) {
        return look().compose(observed -> fact(item).compose(fact -> {
            ItemPlan plan = Planner.plan(item, observed, fact);
            Optional<Step.Acquire> acquire = acquisition(plan);
            return acquire.isEmpty() ? Future.succeededFuture(plan) : acquire(item, plan, acquire.get(), fact);
        }));
    }

    private Future<ManifestFact> fact(Item item) {
        if (!item.isRequested(RequestedState.ENABLED)
                || item.handler().invalid().isPresent()) {
            return Future.succeededFuture(new ManifestFact.NotNeeded());
        }
        if (manifest.isEmpty()) {
            manifest = Optional.of(workshop.equipment().manifests().manifest(item.handler()));
        }
        return manifest.get();
    }

    private static Optional<Step.Acquire> acquisition(ItemPlan plan) {
        for (Step step : plan.steps()) {
            if (step instanceof Step.Acquire acquire) {
                return Optional.of(acquire);
            }
        }
        return Optional.empty();
    }

    private Future<ItemPlan> acquire(Item item, ItemPlan plan, Step.Acquire acquire, ManifestFact fact) {
        picture.doing("Downloading");
        PackageRequest request = new PackageRequest(
                name,
                acquire.version(),
                acquire.uris(),
                acquire.encodedSignature(),
                assignment.admission().signatureRequired(name),
                assignment.goal().source() == ExtensionsGoalState.Source.FAST_TRACK);
        long began = workshop.equipment().timers().nanoTime();
        return beforehand(item, plan)
                .compose(kept -> workshop.equipment().packages().acquire(request))
                .compose(outcome -> {
                    if (outcome instanceof PackageOutcome.Failed failed) {
                        return Future.succeededFuture(failed(item, plan, failed));
                    }
                    acquired.add(acquire.version());
                    Duration time =
                            Duration.ofNanos(workshop.equipment().timers().nanoTime() - began);
                    workshop.equipment().bulletin().downloaded(name, acquire.version(), time);
                    if (outcome instanceof PackageOutcome.Ready ready && ready.loud()) {
                        picture.mistrusted(acquire.version(), ready.signature());
                    }
                    return look().map(observed -> Planner.plan(item, observed, fact));
                });
    }

    /** The book-keeping that comes before the package: its version counts as not installed from here on. */
    private Future<Boolean> beforehand(Item item, ItemPlan plan) {
        List<Step.Booking> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Acquire) {
                break;
            }
            if (step instanceof Step.Booking booking) {
                steps.add(booking);
            }
        }
        Callable<Boolean> work = () -> {
            workshop.books().keep(name, Optional.of(item), steps, item.handler().multiConfig());
            return true;
        };
        return workshop.diskWork().insist(work, wanted, why -> picture.doing(PlanRun.waitingForDisk(why)));
    }

    private static ItemPlan failed(Item item, ItemPlan plan, PackageOutcome.Failed failed) {
        Step.Fail failure =
                new Step.Fail(plan.version(), "Download", failed.code(), failed.message(), failed.refused());
        return new ItemPlan(item, plan.version(), plan.purpose(), plan.replaces(), List.of(failure));
    }

    private ObservedHandler seen(ObservedHandler observed) {
        List<ObservedVersion> versions = new ArrayList<>();
        for (ObservedVersion version : observed.versions()) {
            versions.add(acquired.contains(version.version()) ? version.withAcquired() : version);
        }
        return new ObservedHandler(name, versions);
    }
}
