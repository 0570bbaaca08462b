using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Sharing;

/// <summary>A square for a page of this site, and of no other: whoever scans it comes to what the address says and nowhere else.</summary>
internal static class Squares
{
    /// <summary>Characters of path and query. A larger square could not be read from paper.</summary>
    public const int Longest = 1_000;

    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSquares(this IEndpointRouteBuilder app) => app.MapMethods("/qr.svg", s_read, (HttpContext context) =>
    {
        var asked = context.Request.Query[SharingField.For];
        if (!IsOurs(asked))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var square = SquareCode.Of($"{context.Site()}{asked}");
        string size = square.Size.ToString(CultureInfo.InvariantCulture);
        return Results.Text(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/><path d=\"{square.Path}\"/></svg>",
            "image/svg+xml",
            Encoding.UTF8);
    }).AllowAnonymous();

    /// <summary>Path and query as they stand behind the host: one slash first, so that no other host can be meant, and only what an address is written with.</summary>
    private static bool IsOurs(StringValues asked) => asked is [{ Length: > 0 and <= Longest } address]
        && address[0] == '/' && !address.StartsWith("//", StringComparison.Ordinal) && address.All(letter => letter is > ' ' and < '\u007f' and not '\\');
}
