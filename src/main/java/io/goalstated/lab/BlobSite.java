package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Azure storage: manifests and packages to read, block and page blobs to read and write (spec 01 §9, §10.5). */
final class BlobSite implements Site {
    private static final Pattern MANIFEST = Pattern.compile("/(?:manifests|failover)/([^/]+)\\.xml");
    /** The lab's own, and those of a platform that is recorded or replayed. */
    private static final String STATUS = ".status";

    private static final Pattern PACKAGE = Pattern.compile("/packages2?/([^/]+)\\.zip");

    private final Platform platform;
    private final Links links;
    private final PackageShelf packages;
    private final BlobStore blobs;
    private final History<StatusReport> statuses;

    BlobSite(Platform platform, Links links, PackageShelf packages, BlobStore blobs, History<StatusReport> statuses) {
        this.platform = platform;
        this.links = links;
        this.packages = packages;
        this.blobs = blobs;
        this.statuses = statuses;
    }

    @Override
    public Future<Reply> answer(Request request) {
        return Future.succeededFuture(route(request, StatusReport.Via.DIRECT));
    }

    Reply route(Request request, StatusReport.Via via) {
        if (request.path().startsWith("/$system/") && request.parameter("sig").isEmpty()) {
            return error(403, "AuthenticationFailed");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> Parts.of(read(request.path()), request);
            case "PUT" -> write(request, via);
            default -> error(405, "UnsupportedHttpVerb");
        };
    }

    private Reply read(String path) {
        Optional<Buffer> stored = blobs.read(path);
        if (stored.isPresent()) {
            return Reply.bytes(stored.get().getBytes());
        }
        if (path.equals(Links.PROFILE_PATH)) {
            return Reply.json(platform.replacement(Document.ARTIFACTS_PROFILE)
                    .orElseGet(() -> "{\"onHold\":" + platform.is(Switch.ON_HOLD) + ",\"profileId\":\"lab\"}"));
        }
        if (path.equals(Links.AGENT_MANIFEST_PATH)) {
            return Reply.xml(Xml.HEADER + "<PluginVersionManifest><Plugins/></PluginVersionManifest>");
        }
        return manifest(path).or(() -> packageAt(path)).orElseGet(() -> error(404, "BlobNotFound"));
    }

    private Optional<Reply> manifest(String path) {
        Matcher matcher = MANIFEST.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var versions = packages.versions(matcher.group(1));
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(Reply.xml(new ManifestDocument(matcher.group(1), versions, links).write()));
    }

    private Optional<Reply> packageAt(String path) {
        Matcher matcher = PACKAGE.matcher(path);
        return matcher.matches()
                ? packages.find(matcher.group(1)).map(found -> Reply.bytes(found.bytes()))
                : Optional.empty();
    }

    private Reply write(Request request, StatusReport.Via via) {
        BlobStore.Outcome outcome = request.parameter("comp").equals("page")
                ? blobs.writePages(
                        request.path(),
                        request.header("x-ms-range")
                                .or(() -> request.header("range"))
                                .orElse(""),
                        request.header("x-ms-page-write").orElse(""),
                        request.body())
                : create(request);
        outcome.complete().ifPresent(content -> noteStatus(request.path(), outcome.kind(), content, via));
        return outcome.status() == 201
                ? Reply.empty(201).withHeader("x-ms-version", "2014-02-14")
                : error(outcome.status(), outcome.code());
    }

    private BlobStore.Outcome create(Request request) {
        if (request.header("x-ms-version").isEmpty()) {
            return BlobStore.Outcome.refused(400, "MissingRequiredHeader");
        }
        return switch (request.header("x-ms-blob-type").orElse("")) {
            case "BlockBlob" -> blobs.writeBlock(request.path(), request.body());
            case "PageBlob" ->
                blobs.createPages(
                        request.path(),
                        request.header("x-ms-blob-content-length").orElse(""),
                        request.body());
            case "" -> BlobStore.Outcome.refused(400, "MissingRequiredHeader");
            default -> BlobStore.Outcome.refused(400, "InvalidHeaderValue");
        };
    }

    private void noteStatus(String path, String kind, Buffer content, StatusReport.Via via) {
        if (path.endsWith(STATUS)) {
            statuses.add(StatusReport.read(content, kind, via));
        }
    }

    private static Reply error(int status, String code) {
        return Reply.xml(Xml.HEADER + "<Error><Code>" + code + "</Code></Error>")
                .withStatus(status);
    }
}
