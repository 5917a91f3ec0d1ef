package io.goalstated.supervise;

import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageRequest;
import io.goalstated.artifact.PackageStanding;
import io.goalstated.extension.ErrorCode;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
    private final boolean insisting;
    private final Set<VersionNumber> acquired = new HashSet<>();
    private final Map<VersionNumber, Future<PackageStanding>> standings = new HashMap<>();
    private Optional<Future<ManifestFact>> manifest = Optional.empty();
    private boolean otherVersionTold;

    /**
     * @param wanted whether the assignment is still the handler's
     * @param insisting a failing disable stops no uninstall any more
     */
    Preparation(
            Workshop workshop,
            Assignment assignment,
            HandlerName name,
            HandlerPicture picture,
            BooleanSupplier wanted,
            boolean insisting) {
        this.workshop = workshop;
        this.assignment = assignment;
        this.name = name;
        this.picture = picture;
        this.wanted = wanted;
        this.insisting = insisting;
    }

    /** The disk as it is now. */
    Future<ObservedHandler> look() {
        return workshop.equipment()
                .offload()
                .run(() -> seen(workshop.inventory().observe(name)))
                .onSuccess(picture::saw);
    }

    /** A plan for the item that can be carried out at once: its package is there, or the plan says why not. */
    Future<ItemPlan> plan(Item item) {
        // The manifest is on its way while the disk is looked at.
        Future<ManifestFact> asked = fact(item).onSuccess(fact -> {
            tellOfOtherVersion(item, fact);
            judgeAhead(item, fact);
        });
        return look().compose(observed -> asked.compose(fact -> {
            if (insisting && item.isRequested(RequestedState.UNINSTALL)) {
                return Future.succeededFuture(Planner.insist(item, observed));
            }
            ItemPlan plan = Planner.plan(item, observed, fact);
            Optional<Step.Acquire> acquire = acquisition(plan);
            if (acquire.isPresent()) {
                return acquire(item, plan, acquire.get(), fact);
            }
            Optional<Step.Acquire> again =
                    isUnpackedEarlier(item, observed, plan) ? release(item, fact) : Optional.empty();
            return again.isEmpty() ? Future.succeededFuture(plan) : judge(item, plan, again.get(), fact);
        }));
    }

    /** Once for all items of the handler (spec 01 §9.2). */
    private void tellOfOtherVersion(Item item, ManifestFact fact) {
        if (otherVersionTold || !item.isRequested(RequestedState.ENABLED)) {
            return;
        }
        release(item, fact)
                .map(Step.Acquire::version)
                .filter(chosen -> !chosen.equals(item.handler().version()))
                .ifPresent(chosen -> {
                    otherVersionTold = true;
                    workshop.equipment().bulletin().otherVersion(item.handler(), chosen, assignment.goal());
                });
    }

    private boolean isUnpackedEarlier(Item item, ObservedHandler observed, ItemPlan plan) {
        return item.isRequested(RequestedState.ENABLED)
                && !acquired.contains(plan.version())
                && observed.version(plan.version())
                        .filter(version -> version.state().isInstalled())
                        .isPresent();
    }

    /** What is probably unpacked already is judged while the disk is looked at. */
    private void judgeAhead(Item item, ManifestFact fact) {
        if (item.isRequested(RequestedState.ENABLED)) {
            release(item, fact)
                    .filter(release -> picture.isInstalled(release.version()))
                    .ifPresent(this::standing);
        }
    }

    /** Judged once for all items of the handler. */
    private Future<PackageStanding> standing(Step.Acquire release) {
        return standings.computeIfAbsent(
                release.version(), version -> workshop.equipment().packages().standing(request(release)));
    }

    private static Optional<Step.Acquire> release(Item item, ManifestFact fact) {
        return fact instanceof ManifestFact.Known known
                ? known.manifest()
                        .choose(item.handler().version())
                        .map(release -> new Step.Acquire(
                                release.version(),
                                release.uris(),
                                item.handler().encodedSignature()))
                : Optional.empty();
    }

    /** What was unpacked earlier runs on only if the rules of today still let it (OPS-144). */
    private Future<ItemPlan> judge(Item item, ItemPlan plan, Step.Acquire again, ManifestFact fact) {
        return standing(again).compose(standing -> {
            if (standing instanceof PackageStanding.Refused refused) {
                return Future.succeededFuture(failed(item, plan, refused.failed()));
            }
            if (standing instanceof PackageStanding.Good good) {
                trust(again.version(), good.ready());
                return Future.succeededFuture(plan);
            }
            return assignment.noted().compose(known -> fetch(item, plan, again, fact));
        });
    }

    private void trust(VersionNumber version, PackageOutcome.Ready ready) {
        if (ready.loud()) {
            picture.mistrusted(version, ready.signature());
        }
    }

    private PackageRequest request(Step.Acquire acquire) {
        return new PackageRequest(
                name,
                acquire.version(),
                acquire.uris(),
                acquire.encodedSignature(),
                assignment.admission().signatureRequired(name),
                assignment.goal().source() == ExtensionsGoalState.Source.FAST_TRACK);
    }

    private Future<ManifestFact> fact(Item item) {
        if (!item.handler().needsManifest()) {
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
        return assignment
                .noted()
                .compose(known -> beforehand(item, plan))
                .compose(kept -> fetch(item, plan, acquire, fact));
    }

    private Future<ItemPlan> fetch(Item item, ItemPlan plan, Step.Acquire acquire, ManifestFact fact) {
        long began = workshop.equipment().timers().nanoTime();
        return delivery(acquire).compose(outcome -> {
            if (outcome instanceof PackageOutcome.Failed failed) {
                return Future.succeededFuture(failed(item, plan, failed));
            }
            acquired.add(acquire.version());
            Duration time = Duration.ofNanos(workshop.equipment().timers().nanoTime() - began);
            workshop.equipment().bulletin().downloaded(name, acquire.version(), time);
            if (outcome instanceof PackageOutcome.Ready ready) {
                trust(acquire.version(), ready);
            }
            return look().map(observed -> unlessInVain(item, acquire, Planner.plan(item, observed, fact)));
        });
    }

    /** A package that is in place and still not to be seen there would be fetched for ever. */
    private ItemPlan unlessInVain(Item item, Step.Acquire acquired, ItemPlan plan) {
        if (acquisition(plan).isEmpty()) {
            return plan;
        }
        String directory = String.valueOf(
                workshop.equipment().layout(name, acquired.version()).base());
        return failed(
                item,
                plan,
                new PackageOutcome.Failed(
                        ErrorCode.UNKNOWN, false, "The package was unpacked, but " + directory + " holds no handler"));
    }

    /** While the disk has no room for it, the package is fetched again and again. */
    private Future<PackageOutcome> delivery(Step.Acquire acquire) {
        Supplier<Future<PackageOutcome>> attempt = () -> {
            picture.doing("Downloading", acquire.version());
            return workshop.equipment()
                    .packages()
                    .acquire(request(acquire))
                    .compose(outcome -> outcome instanceof PackageOutcome.NoRoom noRoom
                            ? Future.failedFuture(new IOException(noRoom.why()))
                            : Future.succeededFuture(outcome));
        };
        return workshop.diskWork().insistPatiently(attempt, wanted, why -> refused(why, acquire.version()));
    }

    private void refused(String why, VersionNumber version) {
        picture.doing(PlanRun.waitingForDisk(why), version);
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
        return workshop.diskWork().insist(work, wanted, why -> refused(why, plan.version()));
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
