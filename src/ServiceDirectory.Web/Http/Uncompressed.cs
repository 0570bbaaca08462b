using Microsoft.AspNetCore.Http.Features;

namespace ServiceDirectory.Web.Http;

/// <summary>For pages that hold what opens something: the length of a compressed page would tell something of it.</summary>
internal static class Uncompressed
{
    public static void SendUncompressed(this HttpContext context)
    {
        if (context.Features.Get<IHttpsCompressionFeature>() is { } compression)
            compression.Mode = HttpsCompressionMode.DoNotCompress;
    }
}
