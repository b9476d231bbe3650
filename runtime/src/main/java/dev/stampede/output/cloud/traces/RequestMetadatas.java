package dev.stampede.output.cloud.traces;

import dev.stampede.output.RequestTrace;
import dev.stampede.output.cloud.proto.BatchCreateRequestMetadatasRequest;
import dev.stampede.output.cloud.proto.CreateRequestMetadataRequest;
import dev.stampede.output.cloud.proto.HTTPLabels;
import dev.stampede.output.cloud.proto.RequestMetadata;
import dev.stampede.output.cloud.proto.TestRunLabels;
import java.util.List;

/** Puts traced requests into the service's messages. Stateless. (k6: {@code cloudapi/insights/mappers.go}.) */
final class RequestMetadatas {
    /** The call that takes them. */
    static final String METHOD = "k6.cloud.insights.proto.v1.ingester.IngesterService/BatchCreateRequestMetadatas";

    private RequestMetadatas() {}

    static byte[] encode(long testRunId, List<RequestTrace> requests) {
        BatchCreateRequestMetadatasRequest.Builder batch = BatchCreateRequestMetadatasRequest.newBuilder();
        requests.forEach(request -> batch.addRequests(
                CreateRequestMetadataRequest.newBuilder().setRequestMetadata(of(testRunId, request))));
        return batch.build().toByteArray();
    }

    private static RequestMetadata.Builder of(long testRunId, RequestTrace request) {
        return RequestMetadata.newBuilder()
                .setTraceID(request.traceId())
                .setStartTimeUnixNano(request.startNanos())
                .setEndTimeUnixNano(request.endNanos())
                .setTestRunLabels(TestRunLabels.newBuilder()
                        .setID(testRunId)
                        .setScenario(request.scenario())
                        .setGroup(request.group()))
                .setHTTPLabels(HTTPLabels.newBuilder()
                        .setUrl(request.name())
                        .setMethod(request.method())
                        .setStatusCode(request.status()));
    }
}
