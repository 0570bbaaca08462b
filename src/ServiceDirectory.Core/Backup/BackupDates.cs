using NodaTime;

namespace ServiceDirectory.Core.Backup;

/// <summary>When the newest backup was made, when one was last compared with the directory, and when a keeper last opened one; null: never.</summary>
public sealed record BackupDates(LocalDate? Made, LocalDate? Compared, LocalDate? Drilled)
{
    /// <summary>From one comparison to the next: the first backup after these many days is restored while it is made.</summary>
    public const int DaysToComparison = 7;

    /// <summary>A backup a night; a day more for a night on which something failed.</summary>
    public const int MostDays = 2;

    /// <summary>A week, and as much as a backup may be late.</summary>
    public const int MostDaysToComparison = DaysToComparison + MostDays;

    /// <summary>A month, and some days for people.</summary>
    public const int MostDaysToDrill = 35;

    /// <summary>Whether the next backup is to be compared.</summary>
    public bool IsComparisonDue(LocalDate today) => IsOver(Compared, today, DaysToComparison - 1);

    public bool IsLate(LocalDate today) => IsOver(Made, today, MostDays);

    public bool IsComparisonLate(LocalDate today) => IsOver(Compared, today, MostDaysToComparison);

    public bool IsDrillLate(LocalDate today) => IsOver(Drilled, today, MostDaysToDrill);

    private static bool IsOver(LocalDate? day, LocalDate today, int days) => day is not { } known || Period.DaysBetween(known, today) > days;
}
