using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Refuses text that no keyboard makes and no database takes, before anything reads it: NUL, broken UTF-8, half a surrogate
/// pair. Looks at the path, the query and posted forms of every address, so a new page is covered without doing anything.
/// </summary>
public static class SoundText
{
    /// <summary>Throws at bytes that are no text.</summary>
    internal static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> Refused = SearchValues.Create('\0', '\uFFFD', '\uFFFE');

    public static IApplicationBuilder UseSoundText(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Whoever leaves is never held up by what the address says.
        bool leaves = context.Request.Path.StartsWithSegments(Links.Exit);
        if ((!leaves && !IsSoundEncoded(context.Request.QueryString.Value)) || !IsSound(context.Request.Path.Value) || !IsSoundEncoded(SentPath(context)))
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (leaves || !context.Request.HasFormContentType)
            await next(context);
        else if (await ReadForm(context.Request) is { } refusal)
            context.Response.StatusCode = refusal;
        else
            await next(context);
    });

    /// <summary>Whether a text can be stored and compared as it is.</summary>
    public static bool IsSound(string? text)
    {
        if (text is null)
            return true;
        if (text.AsSpan().ContainsAny(Refused))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static string? SentPath(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget.Split('?')[0];

    /// <summary>The framework leaves bytes that are not UTF-8 percent-encoded, so path and query are looked at as they were sent.</summary>
    private static bool IsSoundEncoded(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return true;
        try
        {
            var sent = Encoding.UTF8.GetBytes(text);
            return IsSound(Strict.GetString(WebUtility.UrlDecodeToBytes(sent, 0, sent.Length)));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>As for a query: a form of this kind is one, sent as a body.</summary>
    private static async Task<bool> IsSoundBodyAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return true;
        request.EnableBuffering(BodyLimit.Bytes, BodyLimit.Bytes);
        using var body = new StreamReader(request.Body, Encoding.Latin1, leaveOpen: true);
        var sent = await body.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return IsSoundEncoded(sent);
    }

    /// <summary>Our pages are, and so is what browsers send from them. Bytes in another encoding would be read otherwise than they were looked at.</summary>
    private static bool IsUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Value?.ToLowerInvariant() is "utf-8" or "us-ascii");

    private static async Task<int?> ReadForm(HttpRequest request)
    {
        try
        {
            if (!IsUtf8(request.ContentType))
                return StatusCodes.Status415UnsupportedMediaType;
            if (!await IsSoundBodyAsync(request))
                return StatusCodes.Status400BadRequest;
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form.All(field => IsSound(field.Key) && field.Value.All(IsSound)) ? null : StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            // More fields, or longer ones, than FormOptions allows; parts that do not end, or that say they are in UTF-7.
            return StatusCodes.Status400BadRequest;
        }
    }
}
