package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;
import io.goalstated.extension.ErrorCode;
import io.goalstated.platform.Offload;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.HttpFailure;
import io.goalstated.wire.OutOfTime;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One package's way from anywhere to its directory: the file that is there already, one that was kept, else URI after URI, until a copy is
 * taken or none can be (spec 02 §12.2). Used once, on the event loop.
 */
final class Acquisition {
    private static final Logger LOG = LoggerFactory.getLogger(Acquisition.class);

    private final PackageRequest request;
    private final List<String> uris;
    private final ArtifactChannels channels;
    private final ManifestLocations manifests;
    private final PackageIntake intake;
    private final Offload offload;

    private Optional<PackageOutcome> end = Optional.empty();
    private Failed lastFailure;
    private boolean outOfTime;
    /** Bytes other than the signed ones came from somewhere: more telling than whatever failed after that. */
    private Optional<Failed> refusal = Optional.empty();

    /** @param uris in the order in which they are tried */
    Acquisition(
            PackageRequest request,
            List<String> uris,
            ArtifactChannels channels,
            ManifestLocations manifests,
            PackageIntake intake,
            Offload offload) {
        this.request = request;
        this.uris = uris;
        this.channels = channels;
        this.manifests = manifests;
        this.intake = intake;
        this.offload = offload;
        this.lastFailure = new Failed(ErrorCode.PACKAGE_DOWNLOAD, false, "No package uri found");
    }

    /** Never fails. */
    Future<PackageOutcome> run() {
        Optional<Failed> unseen = intake.refusalUnseen(request);
        Future<PackageOutcome> outcome = unseen.isPresent()
                ? offload.run(() -> intake.deleteExisting(request)).map(unseen.get())
                : offload.run(() -> intake.staging().open(request)).compose(this::withStaging);
        return outcome.otherwise(Acquisition::broken).compose(this::makeRoom).onSuccess(this::tell);
    }

    /** What can be had again gives way to what cannot be had at all. */
    private Future<PackageOutcome> makeRoom(PackageOutcome outcome) {
        return outcome instanceof PackageOutcome.NoRoom
                ? offload.run(intake::makeRoom).transform(gone -> Future.succeededFuture(outcome))
                : Future.succeededFuture(outcome);
    }

    private Future<PackageOutcome> withStaging(Path staging) {
        return offload.run(() -> intake.takeExisting(request, staging))
                .compose(existing -> {
                    existing.ifPresent(this::note);
                    return end.isPresent()
                            ? Future.succeededFuture(Optional.<Intake>empty())
                            : offload.run(() -> intake.takeKept(request, staging));
                })
                .compose(kept -> {
                    kept.ifPresent(this::note);
                    return download(staging);
                })
                .eventually(() -> close(staging));
    }

    private Future<Boolean> close(Path staging) {
        return offload.run(() -> {
            intake.staging().close(staging);
            return true;
        });
    }

    private Future<PackageOutcome> download(Path staging) {
        if (end.isPresent() || uris.isEmpty()) {
            return Future.succeededFuture(end.orElseGet(this::failure));
        }
        Path target = staging.resolve("package.zip");
        return channels.file(
                        uris,
                        manifests.of(request.handler()),
                        request.fastTrack(),
                        target,
                        () -> offload.run(() -> intake.take(request, target, staging))
                                .compose(this::judge))
                .transform(tried -> {
                    if (tried.failed()) {
                        remember(tried.cause());
                    }
                    return Future.succeededFuture(end.or(() -> refusal).orElseGet(this::failure));
                });
    }

    /** Fails when another copy may be better. */
    private Future<Void> judge(Intake intake) {
        note(intake);
        return intake.match(
                done -> Future.succeededFuture(),
                bad -> Future.failedFuture(new BadContent(bad.failed())),
                hopeless -> Future.succeededFuture(),
                noRoom -> Future.succeededFuture());
    }

    private void note(Intake intake) {
        if (intake instanceof Intake.Done done) {
            end = Optional.of(done.ready());
        } else if (intake instanceof Intake.Hopeless hopeless) {
            end = Optional.of(hopeless.failed());
        } else if (intake instanceof Intake.NoRoom noRoom) {
            end = Optional.of(noRoom.outcome());
        } else if (intake instanceof Intake.BadContent bad) {
            lastFailure = bad.failed();
            refusal = bad.failed().refused() ? Optional.of(bad.failed()) : refusal;
        }
    }

    /** The judge has noted bad content already, but the channel after that one may have failed otherwise. */
    private void remember(Throwable cause) {
        if (cause instanceof HttpFailure failure && failure.kind() == HttpFailure.Kind.DISK) {
            end = Optional.of(new PackageOutcome.NoRoom(String.valueOf(failure.getMessage())));
            return;
        }
        outOfTime = cause instanceof OutOfTime;
        lastFailure = cause instanceof BadContent bad
                ? bad.failed()
                : new Failed(ErrorCode.PACKAGE_DOWNLOAD, false, String.valueOf(cause.getMessage()));
    }

    private Failed failure() {
        String name = request.handler() + "-" + request.version();
        String what = uris.isEmpty()
                ? ""
                : outOfTime
                        ? "Timeout downloading " + name + ". Last error: "
                        : "Failed to download " + name + " from all URIs. Last error: ";
        return new Failed(lastFailure.code(), false, PackageIntake.FAILED + what + lastFailure.message());
    }

    /** Not even the staging directory could be used. */
    private static PackageOutcome broken(Throwable cause) {
        return cause instanceof IOException
                ? new PackageOutcome.NoRoom(String.valueOf(cause.getMessage()))
                : new Failed(ErrorCode.UNKNOWN, false, PackageIntake.FAILED + cause.getMessage());
    }

    private void tell(PackageOutcome outcome) {
        if (outcome instanceof PackageOutcome.Ready ready) {
            LOG.info(
                    "The package is in place; handler={} version={} signature={}",
                    request.handler(),
                    request.version(),
                    ready.signature().isEmpty() ? "not verified" : ready.signature());
        } else if (outcome instanceof Failed failed) {
            LOG.warn(
                    "{}; handler={} version={} code={}",
                    failed.message(),
                    request.handler(),
                    request.version(),
                    failed.code().number());
        }
    }
}
