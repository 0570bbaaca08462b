using NodaTime;

namespace ServiceDirectory.Core.Data;

/// <summary>What an organisation shows for a time. While the organisation is frozen nobody is shown it. Days are of UTC.</summary>
public interface IPublishedFor
{
    /// <summary>The first day on which it is shown no more.</summary>
    LocalDate Until { get; }

    /// <summary>The first day of the freeze; null: there was none.</summary>
    LocalDate? PausedFrom { get; }

    /// <summary>The last day of the freeze.</summary>
    LocalDate? PausedUntil { get; }
}

public static class PublishedFor
{
    /// <summary>What is shown on a day.</summary>
    public static IQueryable<T> ShownOn<T>(this IQueryable<T> all, LocalDate day)
        where T : class, IPublishedFor =>
        all.Where(one => one.Until > day && (one.PausedFrom == null || day < one.PausedFrom || day > one.PausedUntil));
}
