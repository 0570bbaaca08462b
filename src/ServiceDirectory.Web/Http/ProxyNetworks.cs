using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using IPNetwork = System.Net.IPNetwork;

namespace ServiceDirectory.Web.Http;

/// <summary>Whose word on the visitor's address and scheme is taken: the proxy's, known by its network, and nobody else's.</summary>
internal static class ProxyNetworks
{
    /// <summary>Wider ones would let strangers say who they are: 10.0.0.0/8 and fc00::/7 are the widest private networks.</summary>
    private const int WidestIPv4 = 8;

    private const int WidestIPv6 = 7;

    /// <summary>The networks of a setting, semicolons between them; null when one is wrong or too wide.</summary>
    public static IReadOnlyList<IPNetwork>? Read(string setting)
    {
        var networks = new List<IPNetwork>();
        foreach (string part in setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(part, out var network)
                || network.PrefixLength < (network.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? WidestIPv4 : WidestIPv6))
                return null;
            networks.Add(network);
        }

        return networks;
    }

    public static bool Contain(IEnumerable<IPNetwork> networks, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }

    public static void UseProxyNetworks(this IApplicationBuilder app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in Read(app.ApplicationServices.GetRequiredService<IOptions<DirectoryOptions>>().Value.ProxyNetworks)!)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>The framework has a switch that takes everybody's word, and images set it.</summary>
    /// <exception cref="SettingException">It is on.</exception>
    public static void RefuseTrustInEverybody(IConfiguration configuration)
    {
        if (string.Equals(configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase))
            throw new SettingException("ASPNETCORE_FORWARDEDHEADERS_ENABLED lets anybody choose their address. Remove it and set Directory:ProxyNetworks.");
    }
}
