package dev.stampede.http;

/**
 * What came back, as it came.
 *
 * @param status status code of the last response, which is not an informational one unless it is 101
 * @param reason what the status line says after it; empty when it says nothing, as in HTTP/2
 * @param headers as received
 * @param body still compressed as {@code Content-Encoding} says; empty when there is none, or it is not wanted
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TransportResponse(int status, String reason, HeaderList headers, byte[] body) {}
