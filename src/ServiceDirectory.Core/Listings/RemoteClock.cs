using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <summary>Whose clock the hours of help at a distance are meant in.</summary>
public static class RemoteClock
{
    /// <summary>That of the first site; without one, that of the country of the line, or of the first area where a service only writes.</summary>
    /// <param name="content">Helps at a distance.</param>
    /// <param name="firstSite">The clock of its first site; null: there is none, or its place is not known.</param>
    public static DateTimeZone Of(ListingContent content, DateTimeZone? firstSite)
    {
        ArgumentNullException.ThrowIfNull(content);
        // A line is staffed where its number is; a service that only writes, where it helps.
        return firstSite ?? Countries.MainZone(content.Phones.FirstOrDefault(p => p.GivesHelp)?.Country ?? content.RemoteAreas[0].Split('.')[0]);
    }

    /// <summary>Whose clock the hours of lines are on; null where nobody calls from another country, or no hours are given.</summary>
    /// <param name="content">A description.</param>
    /// <param name="firstSite">The clock of its first site; null: there is none, or its place is not known.</param>
    public static DateTimeZone? OfLines(ListingContent content, DateTimeZone? firstSite)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.RemoteAreas.Count > 0 && content.Phones.Any(phone => phone.Hours is { Count: > 0 }) ? Of(content, firstSite) : null;
    }
}
