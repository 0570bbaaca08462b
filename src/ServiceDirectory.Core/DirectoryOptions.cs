namespace ServiceDirectory.Core;

/// <summary>What whoever runs a directory decides about it: section <c>Directory</c> of the configuration, checked at start.</summary>
public sealed class DirectoryOptions
{
    public const string Section = "Directory";

    /// <summary>Names this directory in what it exchanges with others: lower-case letters, digits and dashes.</summary>
    public string Id { get; set; } = "local";

    /// <summary>The bland name in titles and headings.</summary>
    public string Name { get; set; } = "Service Directory";

    /// <summary>Who runs this copy of the directory, as <c>/about</c> says it; null: not said.</summary>
    public string? RunBy { get; set; }

    /// <summary>The licence under which others may use open data (<c>/hsds</c>), by name, such as <c>CC BY 4.0</c>; null: none is said.</summary>
    public string? OpenDataLicence { get; set; }

    /// <summary>The text of that licence: an https address; null: none is said.</summary>
    public Uri? OpenDataLicenceAddress { get; set; }

    /// <summary>Where a weakness of the program can be reported, for <c>security.txt</c>: a <c>mailto:</c> or https address; null: nowhere.</summary>
    public Uri? SecurityContact { get; set; }

    /// <summary>ISO 3166-1 alpha-2. Its places are meant first, and its remote services are shown when no place is named.</summary>
    public string HomeCountry { get; set; } = "GB";

    /// <summary>Where "Leave this page" leads: a neutral https page.</summary>
    public Uri ExitAddress { get; set; } = new("https://www.bbc.co.uk/weather");

    /// <summary>BCP 47 tags of the languages that pages are offered in, semicolons between them, English first. Empty: all whose words are there.</summary>
    public string Languages { get; set; } = "";

    /// <summary>Host name of the onion service, without scheme; null when there is none.</summary>
    public string? Onion { get; set; }

    /// <summary>The last day on which a copy of the pages may be used, where the program makes pages for one; null: it answers people.</summary>
    public string? MirrorUntil { get; set; }

    /// <summary>Whether floods are held back: <c>on</c>, or <c>off</c> for measuring.</summary>
    public string RateLimits { get; set; } = "on";

    /// <summary>Where figures of the program are sent, by OTLP over http: the whole address of a collector's metrics; null: nowhere, and nothing is counted.</summary>
    public Uri? Figures { get; set; }

    /// <summary>
    /// Networks in CIDR notation, semicolons between them, of the proxy in front: from there, and from nowhere else, the visitor's
    /// address (<c>X-Forwarded-For</c>) and scheme are believed. Empty: nobody's word is taken.
    /// </summary>
    public string ProxyNetworks { get; set; } = "127.0.0.0/8;::1/128";
}
