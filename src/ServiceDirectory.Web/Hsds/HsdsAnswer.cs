using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceDirectory.Core.Hsds;

namespace ServiceDirectory.Web.Hsds;

/// <summary>Writes what was asked for, or that it is as it was.</summary>
internal static class HsdsAnswer
{
    /// <summary>A connection that reads so slowly is taking the place of others.</summary>
    public static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

    /// <param name="context">The request.</param>
    /// <param name="answer">Written as it is.</param>
    /// <param name="isLooking">It answers what somebody looks for: nobody on the way keeps it.</param>
    public static async Task WriteAsync(HttpContext context, object answer, bool isLooking)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), HsdsJson.Options);
        if (!isLooking && IsKnown(context, Convert.ToHexStringLower(SHA256.HashData(body)[..16])))
            return;
        context.Response.ContentType = HsdsRoute.Json;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Writes one thing after the other, a few in memory at a time. Where it breaks off, so does the connection, so that nobody takes a part for the whole.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">Media type.</param>
    /// <param name="stamp">Names the state of what is written; null: nobody on the way keeps it.</param>
    /// <param name="write">Writes it.</param>
    public static async Task StreamAsync(HttpContext context, string kind, string? stamp, Func<Stream, CancellationToken, Task> write)
    {
        if (stamp is not null && IsKnown(context, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {stamp}"))[..16])))
            return;
        context.Response.ContentType = kind;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(LongestStream);
        try
        {
            await write(context.Response.Body, limit.Token);
        }
        catch when (context.Response.HasStarted)
        {
            context.Abort();
        }
    }

    /// <summary>Says which state it is, and whether that is the one that whoever asks has.</summary>
    private static bool IsKnown(HttpContext context, string state)
    {
        // Compressed or not, it says the same.
        string tag = $"W/\"{state}\"";
        context.Response.Headers.ETag = tag;
        // The beginning lets it through Http/ResponseHeaders; whoever keeps it asks each time whether it is still so.
        context.Response.Headers.CacheControl = "public, no-cache";
        if (!context.Request.Headers.IfNoneMatch.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(known => known == "*" || known == tag || $"W/{known}" == tag))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
